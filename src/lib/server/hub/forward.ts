/** What a hub does when there is internet: brings letters and media to the city, and the city's word home. */
import type { Feed } from '../../domain/feed.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { mostWatched } from '../../domain/sync.ts';
import type { Database } from '../database.ts';
import { adoptCity } from '../published-city.ts';
import { publish } from '../publications.ts';
import { bringLetters, type Forwarding } from './bring-letters.ts';
import { adoptCalendar, forgetPublished } from './calendar.ts';
import { forgetLetters, offerAgain, waitingLetters } from './letters.ts';
import { checkedKeys, readHubFacts, writeHubFacts, type HubFacts } from './memory.ts';
import type { NoCity } from './upstream.ts';
import { keepNewsHere, secretsToAsk } from './watched.ts';

/** How a round ended; `gone`: nothing that the city should still get. */
export type Forwarded = { met: true; gone: boolean } | NoCity;

/** How long a hub keeps letters after the city's last word, in milliseconds. */
const memory = 30 * 24 * 60 * 60 * 1000;

/** One round with the city. What it cannot do now it does in the next one. */
export async function forward(work: Forwarding): Promise<Forwarded> {
	const { db, upstream, root } = work;
	const began = new Date();
	const keys = await checkedKeys(root, await upstream.keys());
	if (!keys) return { noCity: 'unreachable' };
	await writeHubFacts(db, { keys, metAt: began.toISOString() });
	const published = await pullFeed(work);
	if (published) return published;
	const broken = (await bringLetters(work, keys, began)) ?? (await pullNews(work));
	if (broken) return broken;
	await forgetLetters(db, new Date(began.getTime() - memory));
	await writeHubFacts(db, { shutOut: false });
	const left = await waitingLetters(db, 1, new Date(8.64e15));
	return { met: true, gone: left.length === 0 };
}

/** A city that came back from a backup has a new epoch: what is still here is offered to it again. */
async function noticeRestore(db: Database, { epoch }: Feed): Promise<void> {
	const known = (await readHubFacts(db)).epoch;
	if (known === epoch) return;
	if (known !== undefined) {
		await offerAgain(db);
		await forgetPublished(db);
		await adoptCalendar(db, new Date());
	}
	await writeHubFacts(db, { epoch });
}

async function pullFeed({ db, upstream }: Forwarding): Promise<NoCity | undefined> {
	for (;;) {
		const { feedCursor } = await readHubFacts(db);
		const feed = await upstream.feed(feedCursor);
		if ('noCity' in feed) return feed;
		await noticeRestore(db, feed);
		const city = feed.publications.find(({ kind }) => kind === 'city');
		if (city) await adoptCity(db, city.body);
		await db.transaction().execute((trx) => publish(trx, feed.publications));
		if (feed.publications.some(({ kind }) => kind === 'lab' || kind === 'session')) {
			await adoptCalendar(db, new Date());
		}
		await writeHubFacts(db, { feedCursor: feed.cursor });
		if (!feed.more) return undefined;
	}
}

async function pullNews({ db, upstream }: Forwarding): Promise<NoCity | undefined> {
	const secrets = await secretsToAsk(db, new Date());
	if (secrets.length === 0) return undefined;
	const watched = fingerprint(secrets);
	const { newsStanding } = await readHubFacts(db);
	const since = newsStanding?.watched === watched ? newsStanding.cursor : undefined;
	let first: string | undefined;
	for (let from = 0; from < secrets.length; from += mostWatched) {
		const some = secrets.slice(from, from + mostWatched);
		const answer = await upstream.sync([], some, since);
		if ('noCity' in answer) return answer;
		await keepNewsHere(db, some, answer.replies);
		first ??= answer.cursor;
	}
	const facts: HubFacts = first ? { newsStanding: { watched, cursor: first } } : {};
	await writeHubFacts(db, facts);
	return undefined;
}
