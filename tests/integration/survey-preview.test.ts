// Staff try a survey as a citizen would, and nothing of it is kept; a survey for a lab or a session is asked nowhere else.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeId } from '../../src/lib/domain/id.ts';
import type { Target } from '../../src/lib/domain/survey.ts';
import { isAsked } from '../../src/lib/domain/survey-answer.ts';
import { makeSurvey, publishSurvey } from '../../src/lib/server/surveys.ts';
import { load as loadAsked } from '../../src/routes/[lang=lang]/survey/+page.server.ts';
import { internet } from './asked.ts';
import { ask } from './asking.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let staff: string;
let survey: string;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
	survey = await ask(city.db, staff);
});
afterAll(() => city.close());

const walk = async (query: string) => {
	const { data } = await browser.open(`/staff/surveys/${survey}/preview?in=es&${query}`);
	const { at, question, isWanted, answers } = data.walk;
	return { at, question: question?.id, isWanted, answers };
};

test('what is chosen in the preview leads on as it leads a citizen', async () => {
	expect(await walk('walk=0')).toMatchObject({ at: 0, question: 'have', isWanted: false });
	expect(await walk('walk=1&a-have=yes')).toMatchObject({ at: 1, question: 'good' });
	expect(await walk('walk=1&a-have=no')).toMatchObject({ at: 1, question: 'why' });
	// how it is ends the way of who has internet
	const end = { question: undefined, answers: { have: 'yes', good: 4 } };
	expect(await walk('walk=2&a-have=yes&a-good=4')).toMatchObject(end);
	expect(await walk('walk=2&a-have=yes&a-good=')).toMatchObject({ question: undefined });
});

test('where an answer is wanted the preview asks for it, and strange addresses harm nothing', async () => {
	expect(await walk('walk=1')).toMatchObject({ at: 0, question: 'have', isWanted: true });
	expect(await walk('walk=1&a-have=maybe')).toMatchObject({ question: 'have', isWanted: true });
	expect(await walk('walk=-7&a-x=y')).toMatchObject({ at: 0, question: 'have', answers: {} });
	const kept = await city.db.selectFrom('survey_answers').select('survey').execute();
	expect(kept).toEqual([]);
});

test('who is at another lab, in another session or in none is not asked what a lab or a session is asked', async () => {
	const bytes = (by: number) => new Uint8Array(10).fill(by);
	const startsAt = '2026-03-01T10:00:00.000Z';
	const at = (day: string, by: number) => makeId(Date.parse(day), bytes(by));
	const [lab, other, session] = [1, 2, 3].map((by) => at(startsAt, by)) as [string, string, string];
	const ofLab: Target = { kind: 'lab', lab };
	const ofSession: Target = {
		...{ kind: 'session', lab, session, startsAt },
		endsAt: '2026-03-01T12:00:00.000Z'
	};
	const named: Record<string, string> = { [survey]: 'all' };
	for (const target of [ofLab, ofSession]) {
		const id = await makeSurvey(city.db, { survey: internet, target }, staff, new Date());
		await publishSurvey(city.db, { id, edits: 1 }, staff, new Date());
		named[id] = target.kind;
	}
	// what every phone has in its parts and by the feed
	const { surveys } = await loadAsked({ params: { lang: 'es' } } as never);
	const askedOf = (joined?: { id: string; lab: string }) =>
		surveys
			.filter(({ target }) => isAsked(target, joined))
			.map(({ id }) => named[id])
			.sort();
	expect(askedOf()).toEqual(['all']);
	expect(askedOf({ id: at('2026-03-01T10:05:00Z', 4), lab: other })).toEqual(['all']);
	expect(askedOf({ id: at('2026-03-02T10:05:00Z', 5), lab })).toEqual(['all', 'lab']);
	expect(askedOf({ id: at('2026-03-01T10:05:00Z', 6), lab })).toEqual(['all', 'lab', 'session']);
});
