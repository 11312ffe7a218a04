/** How a hub brings letters and recordings to its city: in requests that go through, and none of them in vain. */
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { Upstream } from '../../src/lib/server/hub/upstream.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cityWithDoor } from './city-with-door.ts';
import { hubInHand, letterOf, letterWithVoice, type HubInHand } from './hub-in-hand.ts';
import { aNeed, newId } from './invented.ts';
import { hashOf } from './media-made.ts';

const city = cityWithDoor();
const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
const away = { noCity: 'unreachable' } as const;
let hub: HubInHand;

beforeEach(async () => {
	hub = await hubInHand(city);
});
afterEach(() => hub.database.close());

/** A line that counts: the letters of each request. */
function counted(also: Partial<Upstream> = {}) {
	const requests: Sealed[][] = [];
	const bend = (honest: Upstream) => ({
		sync: (letters: Sealed[], ...rest: [string[], string | undefined]) => {
			requests.push(letters);
			return honest.sync(letters, ...rest);
		},
		...also
	});
	return { requests, bend };
}

const isAtCity = async ({ id }: Sealed) => (await city.needs(id)).length === 1;

describe('letters', () => {
	it('go in as few requests as a city takes, of at most a million characters', async () => {
		const sealed = `A..A.${'A'.repeat(62_493)}.A`;
		const letters = Array.from({ length: 40 }, () => ({ id: newId(), sealed, media: [] }));
		await hub.bring(letters);
		const { requests, bend } = counted();
		// nobody can open them, which is a last word too
		expect(await hub.meetCity(bend)).toEqual({ met: true, gone: true });
		expect(requests.map(({ length }) => length)).toEqual([16, 16, 8]);
	});

	it('that were brought while the city went away are as they were, and the round ends', async () => {
		const letters = await Promise.all([1, 2, 3].map((n) => letterOf(city, aNeed(`Luz ${n}`))));
		await hub.bring(letters);
		let asked = 0;
		const ended = await hub.meetCity((honest) => ({
			keys: async () => (asked++ === 0 ? honest.keys() : undefined),
			sync: async () => away
		}));
		expect(ended).toEqual(away);
		const rows = await hub.database.db.selectFrom('hub_letters').selectAll().execute();
		expect(rows.map(({ tried_at, settled_at }) => tried_at ?? settled_at)).toEqual([
			null,
			null,
			null
		]);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
	});
});

describe('a voice at a hub', () => {
	it('is awaited, goes after its words, and the letter is settled when the city has both', async () => {
		const { envelope, box, letter } = await letterWithVoice(city);
		const quiet = await letterOf(city, aNeed('Sin voz'));
		const other = await letterWithVoice(city);
		const [first] = await hub.bring([letter, quiet, other.letter]);
		expect(first?.missing).toEqual(letter.media.map(({ sha256 }) => sha256));
		await hub.bringMedium(other.box);
		const { requests, bend } = counted();
		expect(await hub.meetCity(bend)).toEqual({ met: true, gone: false });
		// once for the words, and again for the one that is whole by then
		expect(requests.map((letters) => letters.map(({ id }) => id).sort())).toEqual([
			[letter.id, quiet.id, other.letter.id].sort(),
			[other.letter.id]
		]);
		expect(await Promise.all([letter, quiet].map(isAtCity))).toEqual([true, true]);
		expect((await hub.bring([letter]))[0]).toMatchObject({
			result: 'held',
			missing: first?.missing
		});
		await hub.bringMedium(box);
		const [whole] = await hub.bring([letter]);
		expect(whole?.missing).toBeUndefined();
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		expect((await hub.bring([letter]))[0]?.receipt).toMatchObject({
			sha256: fingerprint(envelope)
		});
	});

	it('in which the city does not find what was told is let go of, and the letter waits', async () => {
		const { letter, box } = await letterWithVoice(city);
		const noise = randomBytes(box.length);
		const media = [{ sha256: hashOf(noise), size: noise.length }];
		await hub.bring([{ ...letter, media }]);
		await hub.bringMedium(noise);
		expect(await hub.meetCity()).toEqual({ met: true, gone: false });
		expect((await hub.bring([{ ...letter, media }]))[0]).toMatchObject({
			result: 'held',
			missing: [hashOf(noise)]
		});
	});

	it('that only half comes to the city goes on in the next round', async () => {
		const { box, letter } = await letterWithVoice(city);
		await hub.bring([letter]);
		expect(await hub.bringMedium(box)).toMatchObject({ offset: box.length });
		const { requests, bend } = counted({ sendPiece: async () => ({ noAnswer: true }) as const });
		expect(await hub.meetCity(bend)).toEqual({ met: true, gone: false });
		expect(requests).toHaveLength(1);
		expect((await hub.bring([letter]))[0]).toMatchObject({ result: 'held' });
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
	});

	it('for which the city has no room now stays at the hub, and goes with the next round', async () => {
		const { box, letter } = await letterWithVoice(city);
		await hub.bring([letter]);
		await hub.bringMedium(box);
		const isFull = () => ({ sendPiece: async () => ({ refused: 'no-room' }) });
		expect(await hub.meetCity(isFull)).toEqual({ met: true, gone: false });
		const [held] = await hub.bring([letter]);
		expect([held?.result, held?.missing]).toEqual(['held', undefined]);
		expect(await hub.meetCity()).toEqual({ met: true, gone: true });
	});

	it.each<[string, (path: string) => void]>([
		['changed on', (path) => writeFileSync(path, 'another')],
		['is gone from', (path) => rmSync(path)]
	])(
		'that %s the hub’s disk holds up no other, and its phone is asked for it again',
		async (_, harm) => {
			const harmed = await letterWithVoice(city);
			const sound = await letterWithVoice(city);
			await hub.bring([harmed.letter, sound.letter]);
			for (const { box } of [harmed, sound]) await hub.bringMedium(box);
			harm(pathOf(hub.dataFolder, hashOf(harmed.box)));
			expect(await hub.meetCity()).toEqual({ met: true, gone: false });
			const [lacks, whole] = await hub.bring([harmed.letter, sound.letter]);
			expect(whole).toMatchObject({ receipt: { id: sound.letter.id } });
			expect(lacks).toMatchObject({ result: 'held', missing: [hashOf(harmed.box)] });
			await hub.bringMedium(harmed.box);
			expect(await hub.meetCity()).toEqual({ met: true, gone: true });
		}
	);
});

it('bytes that the city refuses are not brought again in each round', async () => {
	const { box, letter } = await letterWithVoice(city);
	const noise = Buffer.alloc(box.length, 7);
	await hub.bring([{ ...letter, media: [{ sha256: hashOf(noise), size: noise.length }] }]);
	await hub.bringMedium(noise);
	let pieces = 0;
	const count = (honest: Upstream) => ({
		sendPiece: (...piece: Parameters<Upstream['sendPiece']>) => {
			pieces++;
			return honest.sendPiece(...piece);
		}
	});
	expect(await hub.meetCity(count)).toEqual({ met: true, gone: false });
	const before = pieces;
	expect(before).toBeGreaterThan(0);
	expect(await hub.meetCity(count)).toEqual({ met: true, gone: false });
	expect(pieces).toBe(before);
});

describe('a hub', () => {
	it.each([
		[
			'offers again',
			'update on hub_letters',
			'when (old.settled_at is not null and new.settled_at is null)'
		],
		['lets go of letters', 'update on hub_letters', 'when (new.letter is null)'],
		['lets go of recordings', 'delete on hub_media', '']
	])('that cannot write while it %s does so in its next round', async (what, event, when) => {
		const { db } = hub.database;
		const { letter, box } = await letterWithVoice(city);
		await hub.bring([letter]);
		await hub.bringMedium(box);
		await hub.meetCity();
		const isAgain = what === 'offers again';
		if (isAgain) await setEpoch(city.db);
		else await db.updateTable('hub_letters').set({ settled_at: longAgo }).execute();
		await sql`
			create function refuse() returns trigger language plpgsql as $$
			begin raise exception 'no room' using errcode = '53100'; end $$`.execute(db);
		await sql`
			create trigger refuse before ${sql.raw(event)} for each row ${sql.raw(when)}
			execute function refuse()`.execute(db);
		await expect(hub.meetCity()).rejects.toThrow('no room');
		await sql`drop function refuse cascade`.execute(db);
		const { requests, bend } = counted();
		expect(await hub.meetCity(bend)).toEqual({ met: true, gone: true });
		expect(requests).toHaveLength(isAgain ? 1 : 0);
		const [row] = await db.selectFrom('hub_letters').select('letter').execute();
		expect(row?.letter !== null).toBe(isAgain);
		expect(await db.selectFrom('hub_media').selectAll().execute()).toHaveLength(isAgain ? 1 : 0);
	});
});
