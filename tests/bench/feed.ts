/**
 * `npm run bench`: what the feed of 5,000 public things costs a reader of one language in bytes on the wire, once and when
 * nothing has changed, and what the phone's own way costs: the pages of the part in which the city's news stand.
 */
import { get, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Language } from '../../src/lib/domain/language.ts';
import type { Feed, Publication } from '../../src/lib/domain/feed.ts';
import { longestPart } from '../../src/lib/domain/challenge.ts';
import { topics } from '../../src/lib/domain/need.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { publish } from '../../src/lib/server/publications.ts';
import { newId } from '../integration/invented.ts';
import type { CityServer } from '../journeys/city-server.ts';
import { chanceOf, sayNeed } from './grammar.ts';

const things = 5000;
const written: readonly Language[] = ['es', 'ca', 'ar'];

/** Prints the figures for a city that runs, and leaves the things there. */
export async function benchFeed(city: CityServer): Promise<void> {
	const db = openDatabase(runningPostgresUrl(city.dataFolder) ?? '');
	const all = invented();
	for (let from = 0; from < things; from += 500) {
		await db.transaction().execute((trx) => publish(trx, all.slice(from, from + 500)));
	}
	await db.destroy();
	const whole = await readAll(city, '');
	const own = await readAll(city, 'lang=es');
	const pages = await fetchOnce(`${city.url}/api/packs/es/pages?module=start`);
	const list = await fetchOnce(`${city.url}/api/packs/es?module=start`);
	const listAgain = await fetchOnce(`${city.url}/api/packs/es?module=start`, list.etag);
	console.log(
		`\n${things} public things in ${written.length} languages, kilobytes on the wire with headers`
	);
	console.table({
		'the feed in one language, once': kilobytes(own.bytes),
		'the feed in one language, nothing changed': kilobytes(own.again),
		'the feed in all languages, once (a hub)': kilobytes(whole.bytes),
		'what a phone shows of them, once': kilobytes(pages.bytes),
		'the list of what a phone keeps': kilobytes(list.bytes),
		'the list of what a phone keeps, nothing changed': kilobytes(listAgain.bytes)
	});
}

function invented(): Publication[] {
	const chance = chanceOf(5000);
	return Array.from({ length: things }, (_, n) => {
		const id = newId();
		const topic = topics[n % topics.length] ?? 'other';
		const say = (lang: Language) => sayNeed(chance, lang, topic).slice(0, longestPart);
		const texts = (of: (lang: Language) => object) =>
			Object.fromEntries(written.map((lang) => [lang, of(lang)]));
		const at = new Date(Date.UTC(2026, 0, 1) + n * 3_600_000).toISOString();
		const place = `place-${n % 40}`;
		if (n % 2) {
			const body = {
				id,
				place,
				saidAt: at,
				texts: texts((lang) => ({ said: say(lang), done: say(lang) }))
			};
			return { id, kind: 'public-reply', lang: null, body };
		}
		const counts = { needs: 5 * (n % 30), supports: 5 * (n % 200) };
		const parts = (lang: Language) => ({
			who: say(lang).slice(0, 30),
			what: say(lang),
			why: say(lang).slice(0, 60)
		});
		const body = { id, place, topic, openedAt: at, until: null, ...counts, texts: texts(parts) };
		return { id, kind: 'challenge', lang: null, body };
	});
}

/** Reads the feed to its end, and once more from there as who knows its ETag. */
async function readAll(city: CityServer, query: string): Promise<{ bytes: number; again: number }> {
	const feed = (since: string) => `${city.url}/api/feed?${query}${since && `&since=${since}`}`;
	let bytes = 0;
	let since = '';
	for (let more = true; more;) {
		const page = await fetchOnce(feed(since));
		const told = JSON.parse(page.text) as Feed;
		bytes += page.bytes;
		({ cursor: since, more } = told);
	}
	const last = await fetchOnce(feed(since));
	return { bytes, again: (await fetchOnce(feed(since), last.etag)).bytes };
}

/** One answer as it comes over the wire, with its headers. */
function fetchOnce(
	url: string,
	etag?: string
): Promise<{ text: string; bytes: number; etag: string | undefined }> {
	const headers = { 'accept-encoding': 'gzip', ...(etag && { 'if-none-match': etag }) };
	return new Promise((done, failed) => {
		get(url, { headers }, (response) => void read(response).then(done, failed)).on('error', failed);
	});
}

async function read(response: IncomingMessage) {
	const parts: Buffer[] = [];
	for await (const part of response) parts.push(part as Buffer);
	const body = Buffer.concat(parts);
	const isZipped = body.length > 0 && response.headers['content-encoding'] === 'gzip';
	const text = (isZipped ? gunzipSync(body) : body).toString();
	const bytes = body.length + Buffer.byteLength(response.rawHeaders.join(': \r\n'));
	return { text, bytes, etag: response.headers.etag };
}

const kilobytes = (bytes: number) => Math.round(bytes / 100) / 10;
