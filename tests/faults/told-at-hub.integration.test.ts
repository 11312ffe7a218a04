/** What is told at a lab: it goes sealed by the hub, which reads nothing, and the city's word comes home by it. */
import { cityAndLab, mine, need } from './city-and-lab.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { checkHere } from '../../src/lib/device/badge-check.ts';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { device, readFact, writeFact } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { readBadge, writeBadge, type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import type { KeySet } from '../../src/lib/domain/receipt.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { voice } from '../integration/media-made.ts';
import { meetCity, untilCount } from './lab.ts';

const lab = cityAndLab();

async function answer(id: string, words: string): Promise<void> {
	const [row] = await lab.atCity(id);
	const seen = row?.changed_at as Date;
	const step = {
		need: id,
		to: 'answered',
		staff: 'x',
		seen,
		reply: { lang: 'es', words }
	} as const;
	expect(await takeStep(lab.city.database.db, step)).toBeUndefined();
}

/** Everything that lies on the hub's disk: its database as text, and its files. */
async function everythingAtHub(): Promise<string> {
	const tables = await sql<{ name: string }>`
		select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
		lab.hub.database.db
	);
	const rows = await Promise.all(
		tables.rows.map(({ name }) =>
			sql`select t::text from ${sql.table(name)} t`.execute(lab.hub.database.db)
		)
	);
	const media = join(lab.hub.folder, 'media');
	const inside = existsSync(media)
		? readdirSync(media, { recursive: true, withFileTypes: true })
		: [];
	const files = inside
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
	return JSON.stringify(rows.map((result) => result.rows)) + files.join();
}

describe('a need that is told at a lab', () => {
	it('goes with its words and its voice though its photo was damaged on the phone, and says so', async () => {
		const photo = await keepMedia('photo', 'image/jpeg', new Uint8Array(500));
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const id = await keepNeed(need, 'es');
		await device.pieces
			.where('media')
			.equals(photo.id)
			.modify({ bytes: new ArrayBuffer(3) });
		await sync();
		expect(await mine(id)).toMatchObject({ track: 'needs-you', problem: 'media-damaged' });
		await meetCity(lab.hub);
		expect(await lab.atCity(id)).toMatchObject([{ words: need.words }]);
		await untilCount(lab.city.database, "from media where role = 'voice' and shown is not null", 1);
	});

	it('waits there sealed, goes to the city when there is internet, and its answer comes home', async () => {
		await lab.city.stop();
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const id = await keepNeed(need, 'es');
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await mine(id)).toMatchObject({ track: 'phone', heldAt: expect.any(Number) });
		await untilCount(lab.hub.database, 'from hub_media where arrived_at is not null', 1);

		const held = await everythingAtHub();
		for (const secret of [
			'Hortensia',
			'biblioteca',
			'connection',
			voice.toString('latin1', 200, 260)
		]) {
			expect(held).not.toContain(secret);
		}

		await lab.city.start();
		await meetCity(lab.hub);
		await lab.settled(1);
		expect(await lab.atCity(id)).toMatchObject([{ words: need.words }]);
		const [heard] = await lab.city.database.db.selectFrom('media').selectAll().execute();
		expect(readFileSync(pathOf(lab.city.folder, heard?.shown ?? ''))).toEqual(voice);
		await sync();
		expect((await mine(id))?.track).toBe('sent');
		expect(await device.outbox.count()).toBe(0);
		const via = await lab.city.database.db.selectFrom('submissions').select('via').execute();
		expect(via).toMatchObject([{ via: expect.stringMatching(/.{6,}/) }]);

		await answer(id, 'Habrá internet en mayo.');
		await sync();
		await meetCity(lab.hub);
		await untilCount(lab.hub.database, "from hub_watched where news ->> 'state' = 'answered'", 1);
		expect(await everythingAtHub()).not.toContain('mayo');
		await sync();
		expect(await mine(id)).toMatchObject({
			track: 'answered',
			messages: [{ words: 'Habrá internet en mayo.' }]
		});
	});

	it('is refused in clear: a hub is never given what it could read', async () => {
		const response = await fetch(`${lab.hub.address}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions: [{ kind: 'need' }] })
		});
		expect(response.status).toBe(422);
		expect(((await response.json()) as { type: string }).type).toBe('/problems/seal-first');
	});

	it('goes sealed at the second try by a phone that has spoken to the city itself until now', async () => {
		await sync();
		const { hub, ...keys } = (await readFact<KeySet>('keys')) ?? {};
		expect(hub).toBeDefined();
		await writeFact('keys', keys);
		const id = await keepNeed(need, 'es');
		expect((await sync()).outcome).toBe('no-answer');
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await mine(id)).toMatchObject({ track: 'phone', heldAt: expect.any(Number) });
	});

	it('is taken back sealed too, and the city erases it', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await lab.settled(1);
		await sync();
		await withdrawNeed(id, 'es');
		await sync();
		await lab.settled(2);
		expect(await lab.atCity(id)).toMatchObject([{ words: '', state: 'withdrawn' }]);
		await sync();
		expect((await mine(id))?.body).toBeUndefined();
	});
});

describe('a badge that is asked for at a lab', () => {
	it('goes sealed by the hub and comes back by it, and the hub learns neither module nor holder', async () => {
		await askForBadge('scam-messages', 'Hortensia', 'es');
		await sync();
		await meetCity(lab.hub);
		await lab.settled(1);
		await sync();
		await meetCity(lab.hub);
		await sync();
		const [badge] = await device.badges.toArray();
		expect(badge?.issued).toBeDefined();
		const { envelope, issued, name, salt } = badge as Required<typeof badge> & object;
		const written = writeBadge({ ...envelope.body, ...issued, name, salt });
		const verdict = await checkHere(readBadge(written) as HeldBadge, true);
		expect(verdict.verdict).toBe('good');
		const there = await everythingAtHub();
		for (const secret of ['Hortensia', envelope.body.holder, '"scam-messages"']) {
			expect(there).not.toContain(secret);
		}
	});
});
