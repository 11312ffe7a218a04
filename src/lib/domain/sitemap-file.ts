/**
 * The list of public pages for search engines: https://www.sitemaps.org/protocol.html, with the other languages of each page.
 * At most 50,000 addresses and 50 MB.
 */
import { escaped } from './escaped.ts';

export interface SitemapPage {
	/** A whole address. */
	address: string;
	/** Undefined where nobody knows. */
	changedAt: Date | undefined;
	/** The same page by language, itself among them; `x-default` for every other. */
	alternates: readonly [string, string][];
}

/** The file. */
export function sitemapFile(pages: readonly SitemapPage[]): string {
	const entries = pages.map(({ address, changedAt, alternates }) => {
		const links = alternates.map(
			([lang, href]) =>
				`<xhtml:link rel="alternate" hreflang="${escaped(lang)}" href="${escaped(href)}"/>\n`
		);
		const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>\n` : '';
		return `<url>\n<loc>${escaped(address)}</loc>\n${changed}${links.join('')}</url>\n`;
	});
	return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join('')}</urlset>
`;
}
