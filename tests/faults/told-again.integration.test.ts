/** The city comes back from a backup that is older than what people said of their neighbourhood and learnt: none of it is lost or doubled. */
import { withFull } from './full-memory.ts';
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { codesOfIdeas } from '../../src/lib/device/idea-news.ts';
import { takeIdeaBack, tellIdea } from '../../src/lib/device/ideas.ts';
import { herFacts, toldFact } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { sayOpinion } from '../../src/lib/device/opinions.ts';
import { changeChoice, tellChoice } from '../../src/lib/device/priorities.ts';
import { keepStep, openTry, endOpenTries } from '../../src/lib/device/progress.ts';
import { sayConfidence } from '../../src/lib/device/session/join-confidence.ts';
import { join, leaveSession } from '../../src/lib/device/session/join.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { saySupport } from '../../src/lib/device/supports.ts';
import { tellAnswers } from '../../src/lib/device/surveys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { keepNeed, sayHelped } from '../../src/lib/device/needs.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { addStaff, type StaffMember } from '../../src/lib/server/staff.ts';
import { publishedSurveys } from '../../src/lib/server/surveys.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { ask } from '../integration/asking.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';

const city = cityWithDoor();
const words = 'Un cartel con las horas';
const lesson = 'scam-messages/parcel-fee';
const day = 24 * 60 * 60_000;
const said = ['helped', 'ideas', 'supports', 'opinions', 'priorities', 'survey_answers'] as const;
const tables = [...said, 'progress', 'attendance', 'confidence'] as const;
let survey: string;

beforeAll(async () => {
	const ana = { name: 'Ana', email: 'ana@city.example', role: 'coordinator', lang: 'es' } as const;
	const staff = await city.db
		.transaction()
		.execute((trx) => addStaff(trx, ana, 'four plain words'));
	survey = await ask(city.db, (staff as StaffMember).id);
});
beforeEach(async () => {
	await newPhone();
	await cleaningEnded();
	await lose();
	connect(city.door.url);
	await sync();
});

afterEach(() => {
	vi.useRealTimers();
});

/** What a backup from before does not hold. */
async function lose(): Promise<void> {
	const lost = [...tables, 'submissions', 'needs', 'withdrawn'].map((name) => sql.table(name));
	await sql`truncate ${sql.join(lost)} cascade`.execute(city.db);
	await setEpoch(city.db);
}

const aloud = (owner: string, n: number) =>
	keepMedia('voice', 'audio/webm', new Uint8Array(Buffer.concat([voice, Buffer.from([n])])), {
		owner
	});

async function tellIdeaAloud(challenge = newId()): Promise<void> {
	await aloud(ideaOwner(challenge), 1);
	await tellIdea({ challenge, words, people: 2, publish: true }, 'es');
}

async function tellAll(): Promise<void> {
	await learnInSession();
	await tellIdeaAloud();
	await saySupport(newId(), true, 'es');
	await sayOpinion({ round: newId(), statement: 's1', opinion: 'agree' }, 'es');
	const asked = {
		id: newId(),
		way: 'points' as const,
		amount: 5,
		things: [{ id: 't1', cost: null }]
	};
	await changeChoice(asked, 't1', 1);
	await tellChoice(asked.id, 'es');
	const [published] = await publishedSurveys(city.db);
	if (!published) throw new Error('nothing is asked');
	await aloud(answerOwner(survey, 'why'), 2);
	await tellAnswers(published, { have: 'no', why: null }, 'es');
	const need = { topic: 'access', words: 'Hola', place: null, publish: false } as const;
	await sayHelped(await keepNeed(need, 'es'), newId(), 'yes', 'es');
}

/** Takes part in a session, which she leaves: a step, a try that was left, and how sure she felt. */
async function learnInSession(now = Date.now()): Promise<void> {
	const session = {
		id: newId(),
		lab: newId(),
		labName: 'Raval',
		endsAt: now + day / 12,
		modules: [],
		languages: ['es' as const],
		root: ''
	};
	await join(session, 'es', now);
	await sayConfidence('before', 2, 'es', now);
	await keepStep(lesson, { step: 'look' }, 'es', now);
	const attempt = { misses: 1, hints: 0, seconds: 40, dontKnow: 0, result: 'left' as const };
	await openTry(lesson, { step: 'try', attempt, rule: 'safety' }, 'es', now);
	await endOpenTries(now + 1);
	await leaveSession();
}

async function syncWholly(): Promise<void> {
	for (let round = 0; round < 4; round++) await sync();
}

/** How many of each the city has, and how many recordings of them. */
async function here() {
	const counts = await Promise.all(
		tables.map(async (table) => {
			const rows = await city.db.selectFrom(table).selectAll().execute();
			return [table, rows.length] as const;
		})
	);
	const voices = await city.db.selectFrom('media').select('shown').execute();
	return { ...Object.fromEntries(counts), voices: voices.filter(({ shown }) => shown).length };
}
const all = { ...Object.fromEntries(tables.map((table) => [table, 1])), progress: 2, voices: 2 };

describe('what she said', () => {
	it('of each kind is at the city again, once, with its voice', async () => {
		await tellAll();
		await syncWholly();
		expect(await here()).toEqual(all);
		await lose();
		expect(await here()).toMatchObject({ ideas: 0, supports: 0 });
		await syncWholly();
		expect(await here()).toEqual(all);
		expect(await device.outbox.count()).toBe(0);
	});

	it('and the city still has is the same there, and no second one', async () => {
		await tellAll();
		await syncWholly();
		const many = () => city.db.selectFrom('submissions').select('id').execute();
		const before = await many();
		await setEpoch(city.db);
		await syncWholly();
		expect(await many()).toHaveLength(before.length);
		expect(await here()).toEqual(all);
		expect(await city.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
		expect(await device.media.where('owner').startsWith('0').count()).toBe(0);
	});

	it('before she left a shared phone is there again once she opens her space', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await tellAll();
		await leave(crypt);
		// nothing of it can be read here any more
		expect(await device.media.filter(({ sealed }) => !sealed).count()).toBe(0);
		const rows = await Promise.all(device.tables.map((table) => table.toArray()));
		expect(JSON.stringify(rows)).not.toContain(words);
		expect(await device.facts.bulkGet(herFacts)).toEqual(herFacts.map(() => undefined));
		await syncWholly();
		expect(await here()).toEqual(all);
		await lose();
		await syncWholly();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		await syncWholly();
		expect(await here()).toEqual(all);
	});
});

describe('what she learnt in a session', () => {
	it('is at the city again with the lab and the session, once, where she told nothing else', async () => {
		const kept = () =>
			city.db
				.selectFrom('submissions')
				.select(['id', 'sha256', 'envelope'])
				.orderBy('id')
				.execute();
		await learnInSession();
		await syncWholly();
		const before = await kept();
		await lose();
		await syncWholly();
		expect(await kept()).toEqual(before);
		expect(before.map(({ envelope }) => envelope?.session)).toEqual(
			Array(4).fill(expect.any(String))
		);
	});

	it('is forgotten by the phone after thirty days, and offered no more', async () => {
		await learnInSession(Date.now() - 31 * day);
		await syncWholly();
		expect(await device.facts.get(toldFact)).toBeUndefined();
		await learnInSession(Date.now() - 31 * day);
		await learnInSession();
		await syncWholly();
		await lose();
		await syncWholly();
		expect(await here()).toMatchObject({ attendance: 1, confidence: 1 });
	});

	it('is not offered after thirty days in a space either', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await learnInSession();
		await syncWholly();
		await leave(crypt);
		await lose();
		// the next person's things tell this phone of it
		await saySupport(newId(), true, 'es');
		await syncWholly();
		await leave(crypt);
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * day });
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await device.outbox.count()).toBe(0);
	});

	it('is done only together with the copy of what the city hears', async () => {
		const keep = () => keepStep(lesson, { step: 'look' }, 'es');
		await withFull(device.facts, 'creating', () => expect(keep()).rejects.toThrow('full'));
		expect([await device.steps.count(), await device.outbox.count()]).toEqual([0, 0]);
		await keep();
		expect([await device.steps.count(), await device.outbox.count()]).toEqual([1, 1]);
	});
});

describe('an idea that she took back', () => {
	it('stays taken back, though the backup still had it', async () => {
		await tellIdeaAloud();
		await syncWholly();
		const row = await city.db.selectFrom('ideas').selectAll().executeTakeFirstOrThrow();
		const { envelope } = await city.db
			.selectFrom('submissions')
			.select('envelope')
			.where('id', '=', row.id)
			.executeTakeFirstOrThrow();
		const [idea] = await codesOfIdeas();
		await takeIdeaBack(idea?.id ?? '', 'es');
		await sync();
		await cleaningEnded();
		await city.db.deleteFrom('withdrawn').execute();
		await city.db.deleteFrom('submissions').where('kind', '=', 'withdrawal').execute();
		await city.db.updateTable('ideas').set({ words: row.words, state: row.state }).execute();
		await city.db
			.updateTable('submissions')
			.set({ envelope: JSON.stringify(envelope) })
			.where('id', '=', row.id)
			.execute();
		await setEpoch(city.db);
		await syncWholly();
		expect(await city.db.selectFrom('ideas').select(['state', 'words']).execute()).toEqual([
			{ state: 'withdrawn', words: '' }
		]);
		const kept = JSON.stringify(await device.facts.toArray());
		expect(kept).not.toContain(words);
	});
});
