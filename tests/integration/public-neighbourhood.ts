// What everybody reads of a challenge: its page, My neighbourhood, the feed for readers of news and the feed of phones.
import { load as openChallengePage } from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/+page.server.ts';
import { load as openNeighbourhood } from '../../src/routes/[lang=lang]/neighbourhood/+page.server.ts';
import { GET as rss } from '../../src/routes/[lang=lang]/neighbourhood/rss.xml/+server.ts';
import { city } from './joined-needs.ts';

/** All of it in Spanish. @throws 404 where the challenge has no page */
export async function publicPages(challenge: string) {
	const params = { lang: 'es', challenge };
	const url = new URL('https://plaza.test/es/neighbourhood/rss.xml');
	const event = <T>() => ({ params, url }) as T;
	const page = await openChallengePage(event<Parameters<typeof openChallengePage>[0]>());
	const near = await openNeighbourhood(event<Parameters<typeof openNeighbourhood>[0]>());
	const news = await rss(event<Parameters<typeof rss>[0]>());
	const feed = await city.db.selectFrom('publications').select('body').execute();
	if (!page || !near) throw new Error('no page');
	return { challenge: page, neighbourhood: near, rss: await news.text(), feed };
}
