/** A lab's hub: it takes what phones seal, loses nothing, reads nothing, and brings the city's word home. */
import { connect, newPhone } from './phone.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkHere } from '../../src/lib/device/badge-check.ts';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { readBadge, writeBadge, type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { revokeHub } from '../../src/lib/server/hubs.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { voice } from '../integration/media-made.ts';
import { enrolAt, foundCity, meetCity, openLab, untilCount, type Server } from './lab.ts';

const need: NeedForm = {
	topic: 'connection',
	words: 'No hay internet en la biblioteca de Hortensia.',
	place: null,
	publish: false
};

let city: Server;
let hub: Server;

beforeEach(async () => {
	await newPhone();
	city = await foundCity();
	hub = await openLab(city);
	connect(hub.address);
});

const mine = async (id: string) => (await listNeeds()).find((each) => each.id === id);
const atCity = (id: string) =>
	city.database.db.selectFrom('needs').selectAll().where('id', '=', id).execute();
const settled = (n: number) =>
	untilCount(hub.database, 'from hub_letters where settled_at is not null', n);

async function answer(id: string, words: string): Promise<void> {
	const [row] = await atCity(id);
	const seen = row?.changed_at as Date;
	const step = {
		need: id,
		to: 'answered',
		staff: 'x',
		seen,
		reply: { lang: 'es', words }
	} as const;
	expect(await takeStep(city.database.db, step)).toBeUndefined();
}

/** Everything that lies on the hub's disk: its database as text, and its files. */
async function everythingAtHub(): Promise<string> {
	const tables = await sql<{ name: string }>`
		select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
		hub.database.db
	);
	const rows = await Promise.all(
		tables.rows.map(({ name }) =>
			sql`select t::text from ${sql.table(name)} t`.execute(hub.database.db)
		)
	);
	const media = join(hub.folder, 'media');
	const inside = existsSync(media)
		? readdirSync(media, { recursive: true, withFileTypes: true })
		: [];
	const files = inside
		.filter((entry) => entry.isFile())
		.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
	return JSON.stringify(rows.map((result) => result.rows)) + files.join();
}

describe('a need that is told at a lab', () => {
	it('waits there sealed, goes to the city when there is internet, and its answer comes home', async () => {
		await city.stop();
		await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
		const id = await keepNeed(need, 'es');
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await mine(id)).toMatchObject({ track: 'phone', heldAt: expect.any(Number) });
		await untilCount(hub.database, 'from hub_media where arrived_at is not null', 1);

		const held = await everythingAtHub();
		for (const secret of [
			'Hortensia',
			'biblioteca',
			'connection',
			voice.toString('latin1', 200, 260)
		]) {
			expect(held).not.toContain(secret);
		}

		await city.start();
		await meetCity(hub);
		await settled(1);
		expect(await atCity(id)).toMatchObject([{ words: need.words }]);
		const [heard] = await city.database.db.selectFrom('media').selectAll().execute();
		expect(readFileSync(pathOf(city.folder, heard?.shown ?? ''))).toEqual(voice);
		await sync();
		expect((await mine(id))?.track).toBe('sent');
		expect(await device.outbox.count()).toBe(0);
		const via = await city.database.db.selectFrom('submissions').select('via').execute();
		expect(via).toMatchObject([{ via: expect.stringMatching(/.{6,}/) }]);

		await answer(id, 'Habrá internet en mayo.');
		await sync();
		await meetCity(hub);
		await untilCount(hub.database, "from hub_watched where news ->> 'state' = 'answered'", 1);
		expect(await everythingAtHub()).not.toContain('mayo');
		await sync();
		expect(await mine(id)).toMatchObject({
			track: 'answered',
			messages: [{ words: 'Habrá internet en mayo.' }]
		});
	});

	it('is refused in clear: a hub is never given what it could read', async () => {
		const response = await fetch(`${hub.address}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions: [{ kind: 'need' }] })
		});
		expect(response.status).toBe(422);
		expect(((await response.json()) as { type: string }).type).toBe('/problems/seal-first');
	});

	it('is taken back sealed too, and the city erases it', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await settled(1);
		await sync();
		await withdrawNeed(id, 'es');
		await sync();
		await settled(2);
		expect(await atCity(id)).toMatchObject([{ words: '', state: 'withdrawn' }]);
		await sync();
		expect((await mine(id))?.body).toBeUndefined();
	});

	it('is one row with one receipt when phone and hub, and a second hub, all bring it', async () => {
		const id = await keepNeed(need, 'es');
		const second = await openLab(city);
		await sync();
		await device.facts.delete('epoch');
		connect(second.address);
		await sync();
		await settled(1);
		await untilCount(second.database, 'from hub_letters where settled_at is not null', 1);
		connect(city.address);
		await sync();
		expect(await atCity(id)).toHaveLength(1);
		expect((await mine(id))?.track).toBe('sent');
		expect(await city.database.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
	});
});

describe('a hub', () => {
	it.each(['hub-forwarded', 'hub-answered'])(
		'that dies at %s brings everything once after its next start',
		async (failpoint) => {
			await hub.stop();
			await hub.start({ PLAZA_FAILPOINT: failpoint });
			const ids = [await keepNeed(need, 'es'), await keepNeed(need, 'es')];
			await sync();
			await hub.died();
			await hub.start();
			await settled(2);
			await sync();
			for (const id of ids) {
				expect(await atCity(id)).toHaveLength(1);
				expect((await mine(id))?.track).toBe('sent');
			}
		}
	);

	it('killed again and again loses nothing that it said it holds', async () => {
		await city.stop();
		const ids: string[] = [];
		for (let round = 0; round < 4; round++) {
			ids.push(await keepNeed(need, 'es'));
			await sync();
			await hub.stop('SIGKILL');
			await hub.start();
		}
		for (const id of ids) expect((await mine(id))?.heldAt).toBeDefined();
		await city.start();
		await hub.stop();
		await hub.start();
		await settled(4);
		await sync();
		for (const id of ids) expect((await mine(id))?.track).toBe('sent');
	});

	it('that is another laptop now gets from the phones what the first one had', async () => {
		await city.stop();
		const id = await keepNeed(need, 'es');
		await sync();
		await hub.stop('SIGKILL');
		await city.start();
		const other = await openLab(city);
		connect(other.address);
		await sync();
		await untilCount(other.database, 'from hub_letters where settled_at is not null', 1);
		await sync();
		expect((await mine(id))?.track).toBe('sent');
		expect(await atCity(id)).toHaveLength(1);
	});

	it('brings again what a city lost that came back from a backup', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await settled(1);
		for (const table of ['needs', 'submissions'] as const) {
			await city.database.db.deleteFrom(table).execute();
		}
		await setEpoch(city.database.db);
		// the next letter brings the hub to hear of the new epoch
		await keepNeed(need, 'es');
		await sync();
		await untilCount(city.database, 'from needs', 2);
		expect(await atCity(id)).toHaveLength(1);
	});

	it('with one letter that the city never answers still brings the others', async () => {
		await city.stop();
		const ids = [];
		for (let n = 0; n < 5; n++) ids.push(await keepNeed(need, 'es'));
		await sync();
		// the city dies whenever the third need is written
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin if new.id = ${sql.lit(ids[2])} then raise exception 'poison' using errcode = '53100'; end if; return new; end $$`.execute(
			city.database.db
		);
		await sql`create trigger die before insert on submissions for each row execute function die()`.execute(
			city.database.db
		);
		await city.start();
		await hub.stop();
		await hub.start();
		await settled(4);
		expect(await atCity(ids[2] ?? '')).toEqual([]);
		await sql`drop trigger die on submissions`.execute(city.database.db);
		await hub.stop();
		await hub.start();
		await settled(5);
	});

	it('that is shut out keeps everything, and a phone brings it elsewhere', async () => {
		const enrolled = await enrolAt(city, 'Lab Sants');
		const lost = await openLab(city, enrolled.enrolment);
		await revokeHub(city.database.db, enrolled.node);
		connect(lost.address);
		const id = await keepNeed(need, 'es');
		await sync();
		await meetCity(lost);
		expect(await (await fetch(`${lost.address}/es/hub`)).text()).toContain('ya no conoce');
		expect((await mine(id))?.track).toBe('phone');
		connect(city.address);
		await sync();
		expect((await mine(id))?.track).toBe('sent');
	});

	it('shows what waits and the city’s own name, and has no staff pages', async () => {
		await city.stop();
		await keepNeed(need, 'es');
		await sync();
		const page = await (await fetch(`${hub.address}/es/hub`)).text();
		expect(page).toContain('1 mensaje espera');
		expect(await (await fetch(`${hub.address}/es`)).text()).toContain('Vila Nova');
		expect(await (await fetch(`${hub.address}/es`)).text()).toContain('Lab Raval');
		expect((await fetch(`${hub.address}/staff`)).status).toBe(404);
		expect((await fetch(`${hub.address}/staff/sign-in`)).status).toBe(404);
		expect((await fetch(`${hub.address}/fr`, { redirect: 'manual' })).status).toBe(307);
	});
});

afterEach(async () => {
	await hub.stop();
	await city.stop();
});

describe('a badge that is asked for at a lab', () => {
	it('goes sealed by the hub and comes back by it, and the hub learns neither module nor holder', async () => {
		await askForBadge('scam-messages', 'Hortensia', 'es');
		await sync();
		await meetCity(hub);
		await settled(1);
		await sync();
		await meetCity(hub);
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
