/** Whatever is answered on the way, to one or to all: nothing is deleted without its receipt, and the others go on. */
import {
	city,
	everythingOf,
	expectKept,
	heal,
	openAnsweredPhone,
	problemsHere,
	tell,
	trackOf
} from './answered-phone.ts';
import { answerInstead, page } from './answering.ts';
import { connect } from './phone.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { voice } from '../integration/media-made.ts';

openAnsweredPhone();

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
