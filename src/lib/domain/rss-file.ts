/** A feed for readers of news: RSS 2.0 (https://www.rssboard.org/rss-specification), which most of them read. */
import { escaped } from './escaped.ts';

export interface RssItem {
	/** The id of the publication: a reader shows each once. */
	id: string;
	title: string;
	words: string;
	/** A whole address. */
	link: string;
	at: Date;
}

/** The file: its name, the page that it follows, its own address, and the items, the newest first. */
export function rssFile(
	{ title, about, lang, page, self }: Record<'title' | 'about' | 'lang' | 'page' | 'self', string>,
	items: readonly RssItem[]
): string {
	const entries = items.map(
		(item) => `<item>
<title>${escaped(item.title)}</title>
<link>${escaped(item.link)}</link>
<description>${escaped(item.words)}</description>
<pubDate>${item.at.toUTCString()}</pubDate>
<guid isPermaLink="false">${escaped(item.id)}</guid>
</item>
`
	);
	return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escaped(title)}</title>
<link>${escaped(page)}</link>
<atom:link href="${escaped(self)}" rel="self" type="application/rss+xml"/>
<description>${escaped(about)}</description>
<language>${escaped(lang)}</language>
${entries.join('')}</channel>
</rss>
`;
}
