/** Whatever is answered on the way, to one or to all: nothing is deleted without its receipt, and the others go on. */
import { answerInstead, page, silence, type Asked, type Rule } from './answering.ts';
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sync, type Sending } from '../../src/lib/device/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { voice } from '../integration/media-made.ts';

const city = cityWithDoor();

beforeEach(async () => {
	await sql`truncate submissions cascade`.execute(city.db);
	await newPhone();
	connect(city.door.url);
	await keepNeed({ topic: 'other', words: 'La primera', place: null, publish: false }, 'es');
	await sync();
});
afterEach(() => vi.unstubAllGlobals());

let count = 0;

async function tell(withVoice = false): Promise<string> {
	const words = `Palabras ${++count}`;
	const bytes = Buffer.concat([voice, Buffer.from(words)]);
	if (withVoice) await keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { seconds: 2 });
	return keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
}

const trackOf = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;
const problemsHere = async () =>
	(await device.outbox.toArray()).flatMap(({ problem }) => problem ?? []);

/** The need is on the phone as it was told, with every byte of its voice. */
async function expectKept(id: string, before: unknown): Promise<void> {
	expect(await everythingOf(id)).toEqual(before);
}

async function everythingOf(id: string) {
	const [need, entry] = [await device.needs.get(id), await device.outbox.get(id)];
	const media = await device.media.where('owner').equals(id).toArray();
	const pieces = await device.pieces.toArray();
	const own = pieces.filter((piece) => media.some((each) => each.id === piece.media));
	return { need, envelope: entry?.envelope, sha256: entry?.sha256, media, pieces: own };
}

/** The box is gone, and the person taps *try now* where she was asked to. */
async function heal(id: string): Promise<void> {
	connect(city.door.url);
	if ((await device.outbox.get(id))?.problem) await unpark(id);
	await sync();
	expect(await trackOf(id)).toBe('sent');
	const rows = await city.db.selectFrom('needs').select('words').where('id', '=', id).execute();
	expect(rows).toMatchObject([{ words: (await device.needs.get(id))?.envelope?.body.words }]);
	const media = await city.db
		.selectFrom('media')
		.selectAll()
		.where('submission', '=', id)
		.execute();
	for (const { shown, sha256 } of media) {
		expect(shown).toBe(sha256);
		expect(
			readFileSync(pathOf(city.door.city.dataFolder, sha256)).subarray(0, voice.length)
		).toEqual(voice);
	}
}

const statuses = [
	204, 302, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 451, 500, 502, 503, 504, 507, 511
];

describe('F9, F10: a status that is answered', () => {
	it.each(statuses)('%s, always to one need only: the others go on', async (status) => {
		const ill = await tell();
		const before = await everythingOf(ill);
		const others = [await tell(), await tell(true), await tell()];
		answerInstead(city.door.url, ({ ids }) => (ids.includes(ill) ? page(status) : undefined));
		await sync();
		for (const id of others) expect(await trackOf(id)).toBe('sent');
		await expectKept(ill, before);
		for (let cycle = 0; cycle < 12; cycle++) await sync();
		await expectKept(ill, before);
		await heal(ill);
	});

	it.each(statuses)('%s, always to one voice only: the others go on', async (status) => {
		const ill = await tell(true);
		const before = await everythingOf(ill);
		const hash = before.media[0]?.sha256 ?? '';
		const others = [await tell(), await tell(true), await tell()];
		answerInstead(city.door.url, ({ method, path }) =>
			method === 'PUT' && path.endsWith(hash) ? page(status) : undefined
		);
		await sync();
		for (const id of others) expect(await trackOf(id)).toBe('sent');
		await expectKept(ill, before);
		for (let cycle = 0; cycle < 5; cycle++) await sync();
		await expectKept(ill, before);
		await heal(ill);
	});

	it.each(statuses)(
		'%s to everything: all waits, and asks nothing of its person',
		async (status) => {
			const told = [await tell(true), await tell(), await tell()];
			const before = await Promise.all(told.map(everythingOf));
			answerInstead(city.door.url, () => page(status));
			for (let cycle = 0; cycle < 12; cycle++) {
				expect(await sync()).toMatchObject({ outcome: 'no-answer' });
			}
			for (const [at, id] of told.entries()) await expectKept(id, before[at]);
			expect(await problemsHere()).toEqual([]);
			connect(city.door.url);
			await sync();
			for (const id of told) expect(await trackOf(id)).toBe('sent');
		}
	);

	it.each([400, 401, 403, 404, 405, 415, 422, 451])(
		'%s by somebody in front of the city, to all that is sent: an evening of it asks nothing of anybody',
		async (status) => {
			const told = [await tell(true), await tell()];
			answerInstead(city.door.url, ({ method }) => (method === 'GET' ? undefined : page(status)));
			for (let cycle = 0; cycle < 5; cycle++) await sync();
			expect(await problemsHere()).toEqual([]);
			connect(city.door.url);
			await sync();
			for (const id of told) expect(await trackOf(id)).toBe('sent');
		}
	);
});

describe('F7: a limit in front of the city', () => {
	/** A box that takes requests of at most so many bytes. */
	function limit(bytes: number): void {
		connect(city.door.url);
		const honest = globalThis.fetch;
		globalThis.fetch = async (input, init) => {
			const size = (init?.body as Uint8Array | undefined)?.length ?? 0;
			return size > bytes ? page(413) : honest(input, init);
		};
	}

	it('lets words through in smaller batches', async () => {
		const told = [];
		for (let n = 0; n < 60; n++) told.push(await tell());
		limit(1500);
		await sync();
		for (const id of told) expect(await trackOf(id)).toBe('sent');
	});

	it('lets media through in smaller pieces', async () => {
		const words = 'Con una voz larga';
		const long = Buffer.concat([voice, Buffer.alloc(300_000, 'x')]);
		await keepMedia('voice', 'audio/webm', new Uint8Array(long), { seconds: 80 });
		const id = await keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
		limit(20_000);
		await sync();
		expect(await trackOf(id)).toBe('sent');
		expect(
			readFileSync(pathOf(city.door.city.dataFolder, (await mediaAt(id))[0]?.shown ?? ''))
		).toEqual(long);
	});

	it('under what one need has makes that one wait for its person, with the reason', async () => {
		const large = await keepNeed(
			{ topic: 'other', words: randomWords(1900), place: null, publish: false },
			'es'
		);
		const others = [await tell(), await tell()];
		limit(1200);
		for (let cycle = 0; cycle < 3; cycle++) await sync();
		for (const id of others) expect(await trackOf(id)).toBe('sent');
		expect(await trackOf(large)).toBe('needs-you');
		expect((await device.outbox.get(large))?.problem).toBe('too-large');
		await heal(large);
	});

	it('under any piece of media makes its need wait for its person; words and others arrive', async () => {
		const spoken = await tell(true);
		const others = [await tell(), await tell()];
		answerInstead(city.door.url, ({ method }) => (method === 'PUT' ? page(413) : undefined));
		await sync();
		for (const id of others) expect(await trackOf(id)).toBe('sent');
		expect((await device.outbox.get(spoken))?.problem).toBe('media-too-large');
		await heal(spoken);
	});

	const mediaAt = (id: string) =>
		city.db.selectFrom('media').selectAll().where('submission', '=', id).execute();
});

function randomWords(length: number): string {
	const letters = crypto.getRandomValues(new Uint8Array(length));
	return Array.from(letters, (letter) => String.fromCharCode(0x4e00 + letter * 80)).join('');
}

describe('F8: a city that asks for time', () => {
	/** Said when it is asked: a moment that was named when the tests began comes nearer while they run. */
	const inFuture = (seconds: number) => () => new Date(Date.now() + seconds * 1000).toUTCString();
	const hour = 3_600_000;
	const asked: [string, string | (() => string) | undefined, least: number, most: number][] = [
		['says nothing', undefined, 2_500, 5_000],
		['says 2 minutes', '120', 120_000, 120_000],
		['names a moment', inFuture(300), 240_000, 300_000],
		['names a moment that is over', inFuture(-300), 2_500, 5_000],
		['says nothing sensible', 'soon', 2_500, 5_000],
		['says less than nothing', '-5', 2_500, 5_000],
		['says a number that is none', '1e99', 2_500, 5_000],
		['says ten years', '315360000', hour, hour],
		['names a day in ten years', inFuture(315_360_000), hour, hour],
		['says more than a number holds', '9'.repeat(400), 2_500, hour]
	];
	const doors: [string, (asked: Asked) => boolean][] = [
		['words', ({ method }) => method === 'POST'],
		['media', ({ method }) => method === 'PUT']
	];
	describe.each(doors)('of %s', (_, isMeant) => {
		it.each(asked)('%s (429, 503)', async (_, said, least, most) => {
			for (const status of [429, 503]) {
				const id = await tell(true);
				const header = typeof said === 'function' ? said() : said;
				const headers = header === undefined ? undefined : { 'retry-after': header };
				let requests = 0;
				answerInstead(city.door.url, (each) => {
					if (!isMeant(each)) return undefined;
					requests++;
					return page(status, headers);
				});
				await device.facts.delete('failures');
				const { outcome, delay } = (await sync()) as Sending & { delay: number };
				expect(outcome).toBe('no-answer');
				expect(delay).toBeGreaterThanOrEqual(least);
				expect(delay).toBeLessThanOrEqual(most);
				// whoever asks for time is not asked again at once
				if (header && least >= 120_000) expect(requests).toBe(1);
				// *Send now* waits for nothing
				connect(city.door.url);
				expect(await sync()).toEqual({ outcome: 'done' });
				expect(await trackOf(id)).toBe('sent');
			}
		});
	});
});

describe('F31: a submission that brings the city down', () => {
	const cut = () => {
		throw new TypeError('fetch failed');
	};
	const problem = (status: number, type: string) => () =>
		Response.json({ type, title: 'x', detail: 'x' }, { status });
	const poisons: [string, Rule, cycles?: number][] = [
		['always hangs', silence],
		['always cuts the line', cut],
		['always ends in 500', () => page(500)],
		['always ends in 502 by its proxy', () => page(502)],
		['always ends in 503, and asks for time', () => page(503, { 'retry-after': '1' }), 3],
		['is always refused with a problem that nobody knows', problem(422, '/problems/moon')],
		['is always refused as malformed', problem(400, '/problems/malformed')],
		['always ends in an answer of somebody else', () => Response.json({ hello: 'world' })],
		['always ends in an empty answer', () => new Response(null)]
	];
	it.each(poisons)(
		'%s: the others arrive, it waits with a reason',
		async (_, poison, cycles = 1) => {
			const ill = await tell();
			const before = await everythingOf(ill);
			const others = [await tell(), await tell(true), await tell()];
			const rule = poison === silence ? silenceGivenUp() : poison;
			answerInstead(city.door.url, (asked) => (asked.ids.includes(ill) ? rule(asked) : undefined));
			// one that asks for time gets it twice
			for (let cycle = 0; cycle < cycles; cycle++) await sync();
			expect(await left(others)).toBe(0);
			for (let cycle = 0; cycle < 12; cycle++) await sync();
			expect(await trackOf(ill)).toBe('needs-you');
			expect((await device.outbox.get(ill))?.problem).toMatch(/^(not-taken|rejected|malformed)$/);
			await expectKept(ill, before);
			const later = await tell();
			expect(await sync()).toEqual({ outcome: 'done' });
			expect(await trackOf(later)).toBe('sent');
			await heal(ill);
		}
	);

	it('at its database, really: it waits, the others arrive, and later it arrives', async () => {
		const ill = await tell();
		const others = [await tell(), await tell(), await tell()];
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin if new.id = ${sql.lit(ill)} then raise exception 'poison' using errcode = '53100'; end if; return new; end $$`.execute(
			city.db
		);
		await sql`create trigger die before insert on submissions for each row execute function die()`.execute(
			city.db
		);
		// the city asks for time twice before the phone looks whose fault it is
		for (let cycle = 0; cycle < 3; cycle++) await sync();
		expect(await left(others)).toBe(0);
		for (let cycle = 0; cycle < 10; cycle++) await sync();
		expect((await device.outbox.get(ill))?.problem).toBe('not-taken');
		await sql`drop function die cascade`.execute(city.db);
		await heal(ill);
	});

	/** Silence that a phone gives up at once, where others wait 30 seconds: by the very wait that it began for this request. */
	function silenceGivenUp(): Rule {
		const { setTimeout: patient } = globalThis;
		let giveUp: (() => void) | undefined;
		vi.stubGlobal(
			'setTimeout',
			(work: (...all: unknown[]) => void, time = 0, ...more: unknown[]) => {
				if (time >= 30_000) giveUp = work;
				return patient(work, time, ...more);
			}
		);
		return (asked) => {
			const answer = silence(asked);
			giveUp?.();
			return answer;
		};
	}

	async function left(ids: string[]): Promise<number> {
		const tracks = await Promise.all(ids.map(trackOf));
		return tracks.filter((track) => track !== 'sent').length;
	}
});
