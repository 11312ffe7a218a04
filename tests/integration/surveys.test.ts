// What the city asks: staff write it, phones answer without internet, once each, and staff see numbers that tell of nobody.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Envelope } from '../../src/lib/domain/envelope.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { readResults } from '../../src/lib/server/survey-results.ts';
import { endSurvey, publishedSurveys, readSurvey } from '../../src/lib/server/surveys.ts';
import { anAnswer, internet } from './asked.ts';
import { ask, askAnew } from './asking.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: string;

beforeEach(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
});
afterEach(() => city.close());

const bring = async (...submissions: Envelope[]) =>
	(await receive(city, { v: 1, submissions }, new Date())).results;
const given = () => city.db.selectFrom('survey_answers').selectAll().execute();
const results = (id: string, mayRead = true, endedAt: Date | null = null) =>
	readResults(city.db, id, { mayRead, endedAt });

describe('at the city', () => {
	it('the same submission twice is one answer; of one person the last word counts, in whatever order they arrive', async () => {
		const id = await ask(city.db, staff);
		const by = 'A'.repeat(22);
		const early = anAnswer(id, { have: 'no', why: 'Es caro' }, { by });
		const late = anAnswer(id, { have: 'some', good: 2 }, { by, madeAt: '2026-03-01T10:00:01Z' });
		expect(await bring(late, late)).toMatchObject([
			{ result: 'accepted' },
			{ result: 'duplicate' }
		]);
		expect(await bring(early)).toMatchObject([{ result: 'accepted' }]);
		expect(await given()).toMatchObject([{ answers: { have: 'some', good: 2 } }]);
		const other = { ...late, body: { ...late.body, answers: { have: 'no' } } };
		expect(await bring(other)).toMatchObject([{ result: 'conflict' }]);
		// neither the bytes that correct it nor what was corrected lie anywhere
		const { rows } = await sql<{ text: string }>`
			select row_to_json(submissions)::text as text from submissions
			union all select row_to_json(each)::text from survey_answers each`.execute(city.db);
		expect(rows.map(({ text }) => text).join()).not.toMatch(new RegExp(`${by}|Es caro`));
	});

	it.each([
		['an option that there is not', { have: 'maybe' }, 'body.answers.have'],
		['a question that there is not', { have: 'yes', more: 'x' }, 'body.answers.more'],
		['an answer beside her way', { have: 'yes', why: 'Es caro' }, 'body.answers.why'],
		['nothing where an answer is wanted', { good: 3 }, 'body.answers.have']
	])('%s is refused with its place, and keeps nobody else out', async (_, answers, field) => {
		const id = await ask(city.db, staff);
		const results = await bring(anAnswer(id, answers), anAnswer(id, { have: 'yes' }));
		expect(results).toMatchObject([
			{ result: 'rejected', problem: { type: '/problems/answer', field } },
			{ result: 'accepted' }
		]);
		expect(await given()).toHaveLength(1);
	});

	it('a survey or wording that was never published is refused', async () => {
		const id = await ask(city.db, staff);
		const field = 'body.survey';
		for (const strange of [anAnswer(id, { have: 'yes' }, { revision: 2 }), anAnswer(staffless, {})])
			expect(await bring(strange)).toMatchObject([{ result: 'rejected', problem: { field } }]);
	});
	const staffless = '0199aaaa-0000-7000-8000-000000000000';

	it('changed after answers came: they stay with their wording, and what is gone stays readable', async () => {
		const id = await ask(city.db, staff);
		await bring(...Array.from({ length: 5 }, () => anAnswer(id, { have: 'some', good: 1 })));
		const [have, ...rest] = internet.questions;
		if (have?.kind !== 'one') throw new Error('another survey');
		const fewer = { ...have, options: have.options.filter(({ id }) => id !== 'some') };
		await askAnew(city.db, id, staff, { ...internet, questions: [fewer, ...rest.slice(1)] });
		expect(await publishedSurveys(city.db)).toMatchObject([{ id, revision: 2 }]);
		// a phone that has not heard of it yet
		expect(await bring(anAnswer(id, { have: 'some', good: 1 }))).toMatchObject([
			{ result: 'accepted' }
		]);
		expect(await bring(anAnswer(id, { have: 'some' }, { revision: 2 }))).toMatchObject([
			{ result: 'rejected' }
		]);
		const { questions } = await results(id);
		expect(questions.map(({ id, isGone }) => [id, isGone])).toEqual([
			['have', false],
			['why', false],
			['good', true]
		]);
		expect(questions[0]?.rows).toMatchObject([
			{ key: 'yes', isGone: false, count: null },
			{ key: 'no', isGone: false, count: null },
			{ key: 'some', isGone: true, count: 5, texts: { es: '=A veces' } }
		]);
	});

	it('ended, no phone is asked any more; answers on their way count, and the results say so', async () => {
		const id = await ask(city.db, staff);
		expect(await endSurvey(city.db, { id, edits: 1 }, staff, new Date())).toBeUndefined();
		expect(await publishedSurveys(city.db)).toEqual([]);
		const late = Array.from({ length: 6 }, () => anAnswer(id, { have: 'yes' }));
		expect((await bring(...late)).map(({ result }) => result)).toEqual(late.map(() => 'accepted'));
		const { endedAt } = (await readSurvey(city.db, id)) ?? { endedAt: null };
		expect(await results(id, true, endedAt)).toMatchObject({ people: 5, late: 5 });
	});

	it('counts under five are hidden, and no other number gives them away', async () => {
		const id = await ask(city.db, staff);
		const yes = Array.from({ length: 8 }, () => anAnswer(id, { have: 'yes' }));
		const no = Array.from({ length: 4 }, () => anAnswer(id, { have: 'no' }));
		await bring(...yes, ...no);
		const told = await results(id);
		expect(told).toMatchObject({ people: 10, late: null });
		expect(told.questions[0]).toMatchObject({
			...{ answered: 10, unknown: null },
			rows: [{ count: 5 }, { count: null }, { count: null }]
		});
	});
});

describe('staff', () => {
	let browser: Browser;

	beforeEach(async () => {
		browser = openBrowser();
		await browser.signIn('ana@city.example', password);
	});

	/** The address of a survey that she begins. */
	async function begin(from: string): Promise<string> {
		const { location } = await browser.post('/staff/surveys?/make', { from });
		return (location ?? '').replace(/\/edit$/, '');
	}
	const edit = async (page: string, fields: Record<string, string>, seen?: number) => {
		const { data } = await browser.open(`${page}/edit`);
		const edits = String(seen ?? data.edits);
		return browser.post(`${page}/edit`, { edits, in: 'en', target: 'all', do: 'save', ...fields });
	};
	const known = async (page: string) => (await browser.open(page)).data.known;

	it('write one with plain forms, are told what is missing, publish it, and see results', async () => {
		const page = await begin('empty');
		const { mistakes } = (await browser.open(page)).data;
		expect(mistakes.map(({ code }: { code: string }) => code)).toEqual([
			...['no-question', 'no-language']
		]);
		await edit(page, { title: 'Internet', intro: 'One question.', do: 'add', kind: 'one' });
		const { survey } = await known(page);
		const [question] = survey.questions;
		const [first, second] = question.options.map(({ id }: { id: string }) => id);
		await edit(page, {
			...{ [`text-${question.id}`]: 'Is it good?', [`required-${question.id}`]: 'on' },
			[`option-${question.id}.${first}`]: 'Yes',
			[`picture-${question.id}.${first}`]: 'wifi',
			[`option-${question.id}.${second}`]: 'No',
			[`next-${question.id}.${second}`]: 'end'
		});
		const { data } = await browser.open(page);
		expect([data.mistakes, data.missing.en, data.missing.es]).toEqual([[], 0, 5]);
		expect(data.known.survey.questions[0]).toMatchObject({
			...{ kind: 'one', required: true },
			options: [{ picture: 'wifi' }, { next: 'end' }]
		});
		const published = await browser.post(`${page}?/publish`, { edits: String(data.known.edits) });
		expect(published.location).toMatch(/done=published$/);
		const id = data.known.id;
		await bring(...Array.from({ length: 5 }, () => anAnswer(id, { [question.id]: first })));
		expect((await browser.open(page)).data.results.questions[0].rows[0].count).toBe(5);
		const { rows } = await sql<{ action: string }>`
			select action from activity where subject = ${`survey:${id}`} order by seq`.execute(city.db);
		expect(rows.map(({ action }) => action)).toEqual([
			...['survey.made', 'survey.changed', 'survey.changed', 'survey.published']
		]);
	});

	it('move and take out questions and answers; words of other languages stay', async () => {
		const page = await begin('factsheet');
		await edit(page, { do: 'down:sectors' });
		await edit(page, { do: 'unoption:sectors.other' });
		await edit(page, { do: 'remove:citizens', title: 'Our factsheet' });
		const { survey } = await known(page);
		expect(survey.questions.map(({ id }: { id: string }) => id)).toEqual([
			...['partnership', 'sectors', 'internal', 'provision']
		]);
		expect(survey.title).toMatchObject({ en: 'Our factsheet', es: 'Ficha digital de la ciudad' });
		expect(JSON.stringify(survey.views)).not.toContain('citizens');
	});

	it('two who write at once: the second one is told, and nothing that she typed is lost', async () => {
		const page = await begin('empty');
		await edit(page, { title: 'First' }, 1);
		const second = await edit(page, { title: 'Second' }, 1);
		expect(second).toMatchObject({
			...{ status: 409, data: { isOld: true, survey: { title: { en: 'Second' } } } }
		});
		expect((await known(page)).survey.title).toEqual({ en: 'First' });
		expect((await browser.post(`${page}?/publish`, { edits: '1' })).status).toBe(409);
	});

	it('too long words come back with a problem, and nothing is changed', async () => {
		const page = await begin('empty');
		const long = 'x'.repeat(81);
		expect(await edit(page, { title: long })).toMatchObject({
			...{ status: 400, data: { problems: { title: { code: 'survey-long' } } } }
		});
		expect((await known(page)).edits).toBe(1);
	});

	it('read what people wrote only with the right to it; the file has numbers only, and no formula', async () => {
		const id = await ask(city.db, staff);
		await bring(...Array.from({ length: 5 }, () => anAnswer(id, { have: 'some' })));
		await bring(anAnswer(id, { have: 'no', why: '<b>Es caro</b>' }));
		const words = async (role: 'moderator' | 'department' | 'reader') => {
			const as = await city.addMember(`${role}@city.example`, role);
			const { data } = await openBrowser({ as }).open(`/staff/surveys/${id}`);
			return JSON.stringify(data).includes('Es caro');
		};
		expect([await words('moderator'), await words('department'), await words('reader')]).toEqual([
			...[true, false, false]
		]);
		const response = (await browser.open(`/staff/surveys/${id}/numbers.csv`)).data as Response;
		const data = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
		expect(data).toMatch(
			/^\ufeffquestion,kind,question_text,answer,answer_text,asked_now,people\r\n/
		);
		expect(data).toContain("have,one,Do you have internet?,some,'=Sometimes,true,5\r\n");
		expect(data).not.toMatch(/Es caro|,[1-4]\r\n/);
	});

	it('what is still being written is nobody else’s', async () => {
		const page = await begin('empty');
		const as = await city.addMember('reader@city.example', 'reader');
		const reader = openBrowser({ as });
		expect((await reader.open('/staff/surveys')).data.surveys).toEqual([]);
		expect((await reader.open(page)).status).toBe(404);
	});
});
