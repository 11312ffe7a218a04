/** Staff see which phase of which challenge runs from which day to which, as a list and in their calendar. */
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { inOrder } from '../../src/lib/domain/phase.ts';
import { openChallenge } from '../../src/lib/server/challenges.ts';
import { beginFeedback } from '../../src/lib/server/pilot-feedback.ts';
import { readPhases } from '../../src/lib/server/phases.ts';
import { endSurvey, makeSurvey, publishSurvey, readSurvey } from '../../src/lib/server/surveys.ts';
import { today } from '../../src/lib/server/today.ts';
import { internet } from './asked.ts';
import { newId } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

let browser: Browser;
let challenge: string;
let other: string;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	[challenge, other] = [await aChallenge(), await aChallenge()];
	await sql`update challenges set until = '2999-01-31' where id = ${challenge}`.execute(city.db);
	const round = (until: string | null) => sql`
		insert into rounds (id, challenge, made_at, changed_at, statements, until, opened_at)
		values (${newId()}, ${challenge}, now(), now(), '[]', ${until}, '2026-01-05T12:00:00Z')`;
	await round('2026-01-20').execute(city.db);
	await round('2998-01-20').execute(city.db);
	const decision = newId();
	await sql`
		insert into decisions (id, made_at, changed_at, topic, outcome, cost, texts, published_at)
		values (${decision}, now(), now(), 'service', 'yes', 'none', '{}', '2026-02-01T12:00:00Z')`.execute(
		city.db
	);
	await sql`insert into decision_challenges (decision, challenge) values (${decision}, ${challenge})`.execute(
		city.db
	);
});

const rows = async (query = '') =>
	(await browser.open(`/staff/challenges/calendar${query}`)).data.phases as {
		kind: string;
		from: string;
		to: string | null;
		isRunning: boolean;
		what: string;
	}[];

it('lists what is open, the one that ends next first, and then what is over', async () => {
	const all = await rows(`?challenge=${challenge}`);
	expect(all.map(({ kind, to, isRunning }) => [kind, to, isRunning])).toEqual([
		['round', '2998-01-20', true],
		['ideas', '2999-01-31', true],
		['decision', '2026-02-01', false],
		['round', '2026-01-20', false]
	]);
	expect(all[3]).toMatchObject({ from: '2026-01-05', what: 'saber cuándo' });
	expect((await rows()).length).toBe(5);
	expect(await rows('?challenge=x')).toEqual([]);
});

it('shows what was closed before its last day with the day on which it was closed', async () => {
	await openChallenge(city.db, { id: other, revision: 1 + 1 }, false, staff);
	const day = today();
	expect(inOrder(await readPhases(city.db, other), day)).toMatchObject([
		{ kind: 'ideas', to: day }
	]);
});

it('has what is put first, and what is tried', async () => {
	const of = await aChallenge();
	await sql`
		insert into prioritisings (id, challenge, made_at, changed_at, way, amount, things, until, opened_at)
		values (${newId()}, ${of}, now(), now(), 'points', 5, '[]', '2998-01-20', '2026-01-05T12:00:00Z')`.execute(
		city.db
	);
	await sql`
		insert into pilots (id, challenge, made_at, changed_at, from_day, until_day, texts, published_at)
		values (${newId()}, ${of}, now(), now(), '2026-01-01', '2026-01-31', '{}', now())`.execute(city.db);
	expect((await rows(`?challenge=${of}`)).map(({ kind, from, to }) => [kind, from, to])).toEqual([
		['prioritising', '2026-01-05', '2998-01-20'],
		['ideas', today(), null],
		['pilot', '2026-01-01', '2026-01-31']
	]);
});

it('is a file for any calendar, of one challenge too', async () => {
	const path = `/staff/challenges/calendar.ics?challenge=${challenge}`;
	const file = await ((await browser.fetch(path)).data as Response).text();
	expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(4);
	expect(file.replaceAll('\r\n ', '')).toContain('Round of opinions: saber cuándo');
});

/** Asks everybody the survey. */
async function ask(survey: string): Promise<void> {
	const edits = (await readSurvey(city.db, survey))?.edits ?? 0;
	const refused = await publishSurvey(city.db, { id: survey, edits }, staff, new Date());
	expect(refused).toBeUndefined();
}

it('has surveys, and beside its challenge what asks how a pilot was, until staff end them', async () => {
	const pilot = newId();
	await sql`
		insert into pilots (id, challenge, made_at, changed_at, from_day, until_day, texts, published_at)
		values (${pilot}, ${challenge}, now(), now(), '2026-03-01', '2998-03-01', '{}', now())`.execute(
		city.db
	);
	const feedback = (await beginFeedback(city.db, pilot, staff)) ?? '';
	const form = { survey: internet, target: { kind: 'all' as const } };
	const survey = await makeSurvey(city.db, form, staff, new Date());
	const kinds = async (query = '') => (await rows(query)).map(({ kind }) => kind);
	expect(await kinds()).not.toContain('survey');
	expect(await kinds()).not.toContain('feedback');
	for (const each of [feedback, survey]) await ask(each);

	const all = await rows();
	const open = { from: today(), to: null, isRunning: true };
	expect(all.find(({ kind }) => kind === 'survey')).toMatchObject({
		...{ ...open, what: 'Internet at home' }
	});
	expect(all.find(({ kind }) => kind === 'feedback')).toMatchObject({
		...{ ...open, what: 'saber cuándo' }
	});
	const ofOne = await kinds(`?challenge=${challenge}`);
	expect(ofOne).toContain('feedback');
	expect(ofOne).not.toContain('survey');
	const file = (await (await browser.fetch('/staff/challenges/calendar.ics')).data) as Response;
	const lines = (await file.text()).replaceAll('\r\n ', '');
	expect(lines).toContain('Survey: Internet at home');
	expect(lines).toContain(`/staff/surveys/${survey}`);

	const edits = (await readSurvey(city.db, survey))?.edits ?? 0;
	await endSurvey(city.db, { id: survey, edits }, staff, new Date());
	expect((await rows()).find(({ kind }) => kind === 'survey')).toMatchObject({ to: today() });
});
