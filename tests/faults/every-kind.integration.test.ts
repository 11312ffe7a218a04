/** F19: a phone with something of every kind on it, as a Plaza left it: all of it comes along, and all of it arrives. */
import { every, opener, spoken, tellEveryKind } from './every-kind.ts';
import { freezePhone, isFrozen, readPhone, textOf, type FrozenPhone } from './frozen-phone.ts';
import { newPhone } from './phone.ts';
import { takeUpAtItsCity } from './taken-up.ts';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { device, readFact, type OutboxEntry } from '../../src/lib/device/database.ts';
import { readIdeaDraft } from '../../src/lib/device/ideas.ts';
import { ideaDraftsFact, surveysFact } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { bytesOf, listMedia } from '../../src/lib/device/media.ts';
import { rescueFile } from '../../src/lib/device/rescue.ts';
import { openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { hearOfRestore, offerGivenAgain } from '../../src/lib/device/trainer-offer.ts';
import { readBegun, together } from '../../src/lib/device/trainer-told.ts';
import { kinds } from '../../src/lib/domain/envelope.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { internet } from '../integration/asked.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';
import { hashOf } from '../integration/media-made.ts';

let city: TestDatabase;
let door: Door | undefined;
let phone: FrozenPhone;

beforeAll(async () => {
	city = await openTestDatabase();
	if (process.env['PLAZA_FREEZE'] && !isFrozen(every)) {
		door = await openDoor(city.url);
		await freezePhone(every, door, tellEveryKind);
		await door.close();
	}
	phone = readPhone(every);
});
afterAll(() => city.close());
beforeEach(async () => {
	await lose();
	door = await takeUpAtItsCity(phone, city.url);
	await askAsThen();
});
afterEach(async () => {
	await cleaningEnded();
	await door?.close();
	device.close();
	await newPhone();
});

const waited = () => phone.stores['outbox']?.rows as OutboxEntry[];

/** A city that has heard nothing from this phone yet; like one that comes back from an old backup. */
async function lose(): Promise<void> {
	const lost = ['submissions', 'needs', 'withdrawn', 'surveys', ...tables].map((name) =>
		sql.table(name)
	);
	await sql`truncate ${sql.join(lost)} cascade`.execute(city.db);
	await setEpoch(city.db);
}

/** What each kind becomes at the city, beside the submission itself. */
const tables = [
	...['helped', 'ideas', 'supports', 'opinions', 'priorities', 'survey_answers'],
	...['held_sessions', 'attendance', 'workshops']
] as const;

async function askAsThen(): Promise<void> {
	const survey = JSON.stringify(internet);
	const target = JSON.stringify({ kind: 'all' });
	const at = new Date();
	for (const id of Object.keys((await readFact<object>(surveysFact)) ?? {})) {
		const row = { id, survey, target, made_at: at, changed_at: at };
		await city.db.insertInto('surveys').values(row).execute();
		const revision = { survey: id, revision: 1, content: survey, published_at: at };
		await city.db.insertInto('survey_revisions').values(revision).execute();
	}
}

async function syncWholly(): Promise<void> {
	for (let round = 0; round < 5; round++) await sync();
}

async function arrived(): Promise<Map<string, { kind: string; sha256: string }>> {
	const rows = await city.db.selectFrom('submissions').select(['id', 'kind', 'sha256']).execute();
	return new Map(rows.map((row) => [row.id, row]));
}

/** The hashes of the recordings that the city can play. */
async function heard(): Promise<string[]> {
	const rows = await city.db
		.selectFrom('media')
		.select('shown')
		.where('role', '=', 'voice')
		.execute();
	const folder = door?.city.dataFolder ?? '';
	return rows.map(({ shown }) => hashOf(readFileSync(pathOf(folder, shown ?? '')))).sort();
}

const hashes = (numbers: number[]) => numbers.map((n) => hashOf(Buffer.from(spoken(n)))).sort();

describe('F19: a phone of an earlier Plaza with something of every kind', () => {
	it('is frozen with every kind that can be told, so that a further kind asks for a further one', () => {
		const told = waited().map(({ envelope }) => envelope?.kind);
		expect([...new Set(told.filter(Boolean))].sort(), 'freeze it: see frozen-phone.ts').toEqual(
			[...kinds].sort()
		);
	});

	it('comes along unchanged', async () => {
		for (const [name, { rows }] of Object.entries(phone.stores)) {
			const here = (await device.table(name).toArray()) as object[];
			expect(here.map(textOf).sort(), name).toEqual(rows.map(textOf).sort());
		}
	});

	it('brings all that waited, in the clear or sealed, with its fingerprint and its voice', async () => {
		await syncWholly();
		const here = await arrived();
		for (const { id, sha256 } of waited()) expect(here.get(id)?.sha256, id).toBe(sha256);
		expect(await city.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
		expect(await device.outbox.count()).toBe(0);
		// this city is another than then: what was there already is offered again
		expect(await heard()).toEqual(hashes([10, 11, 20, 21, 30, 31, 40]));
		expect(await city.db.selectFrom('survey_answers').select('survey').execute()).toHaveLength(2);
	});

	it('has what was begun as it was: an idea, answers and what is told for others, each with its recording', async () => {
		await syncWholly();
		const [challenge = ''] = Object.keys((await readFact<object>(ideaDraftsFact)) ?? {});
		expect((await readIdeaDraft(challenge))?.words).toBe('Idea empezada');
		const answers = (await readFact<Record<string, { told?: object }>>(surveysFact)) ?? {};
		const [survey = ''] = Object.keys(answers).filter((id) => !answers[id]?.told);
		expect(await readBegun(opener)).toMatchObject({
			typed: { words: 'Del grupo, empezado' }
		});
		const owners = [ideaOwner(challenge), answerOwner(survey, 'why'), together];
		for (const [at, owner] of owners.entries()) {
			const [recorded] = await listMedia(owner);
			expect(await bytesOf(recorded?.id ?? ''), owner).toEqual(spoken([50, 51, 41][at] ?? 0));
		}
	});

	it('saves all that waits to a file where its memory does not open, and the city takes it from there', async () => {
		device.close();
		const rescued = await rescueFile(crypt);
		if (typeof rescued === 'string') throw new Error(rescued);
		expect(rescued.left).toBe(0);
		const headers = { 'content-type': 'application/x-ndjson' };
		const body = new Uint8Array(await rescued.file.arrayBuffer());
		const answer = await fetch(`${door?.url}/api/carry`, { method: 'POST', headers, body });
		expect(answer.status).toBe(200);
		const here = await arrived();
		expect(waited().map(({ id }) => here.has(id))).not.toContain(false);
		expect(await heard()).toEqual(hashes([10, 11, 21, 30, 31, 40]));
	});
});

describe('F39: a city that comes back from a backup without any of it', () => {
	it('gets again what she said, what her trainer told, and what Ana told once she opens her space', async () => {
		await syncWholly();
		const before = await many();
		const { card, pin } = phone as Required<FrozenPhone>;
		await lose();
		await askAsThen();
		await hearOfRestore();
		await offerGivenAgain(opener);
		await syncWholly();
		// of that she took part herself this Plaza kept no copy; on her trainer's list it stands where it is told at all
		const hers = { ...before, attendance: 1 };
		expect(await many()).toEqual({ ...hers, ...ofOne(before), ideas: 2 });
		await leave(crypt);
		expect(await openSpace(crypt, card, pin)).toBe('opened');
		await syncWholly();
		expect(await many()).toEqual(hers);
	});
});

/** How many rows of each there are at the city. */
async function many(): Promise<Record<string, number>> {
	const counts = await Promise.all(
		tables.map(async (table) => {
			const { rows } = await sql`select 1 from ${sql.table(table)}`.execute(city.db);
			return [table, rows.length] as const;
		})
	);
	return Object.fromEntries(counts);
}

/** Of what both people said that of one of them. */
function ofOne(all: Record<string, number>): Record<string, number> {
	const said = ['supports', 'opinions', 'priorities', 'survey_answers'];
	return Object.fromEntries(said.map((table) => [table, (all[table] ?? 0) / 2]));
}
