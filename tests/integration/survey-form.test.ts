// A survey answered by a plain form, without the page's script: looked at, sent once, told what is missing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actions, load } from '../../src/routes/[lang=lang]/survey/+page.server.ts';
import { writeSettings } from '../../src/lib/server/settings.ts';
import { ask } from './asking.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let survey: string;

beforeAll(async () => {
	city = await openStaffCity();
	await writeSettings(city.db, { languages: ['es', 'ar'] });
	survey = await ask(city.db, (await city.addMember('ana@city.example')).id);
});
afterAll(() => city.close());

type Answer = {
	data?: Answer;
	status?: number;
	view: string;
	unfit?: string;
	answers: Record<string, unknown>;
	identity: { id: string; by: string };
	taken?: string;
};

async function post(action: keyof typeof actions, fields: Record<string, string>): Promise<Answer> {
	const form = new FormData();
	for (const [name, value] of Object.entries({ survey, ...fields })) form.append(name, value);
	const request = new Request(`http://city.example/es/survey?/${action}`, {
		method: 'POST',
		body: form
	});
	const answer = await actions[action]({
		request,
		params: { lang: 'es' },
		getClientAddress: () => '203.0.113.1'
	} as never);
	const shown = answer as unknown as Answer;
	return { ...shown, ...shown.data };
}
const given = () => city.db.selectFrom('survey_answers').selectAll().execute();

test('is shown in the language of the page, or in one in which somebody wrote all of it', async () => {
	const shown = async (lang: string) => {
		const { surveys } = await load({ params: { lang } } as never);
		return surveys.map(({ own, survey }) => [own, survey.title]);
	};
	expect(await shown('en')).toEqual([['en', { en: 'Internet at home' }]]);
	expect(await shown('ar')).toEqual([['es', { es: 'Internet en casa' }]]);
});

test('comes back where an answer is wanted, with what was answered', async () => {
	expect(await post('check', { 'a-good': '4' })).toMatchObject({
		...{ status: 422, view: 'ask', unfit: 'have', answers: { good: 4 } }
	});
});

test('is looked at before it goes, leaves out what her way does not lead to, and a second tap is the same', async () => {
	const typed = { 'a-have': 'no', 'a-good': '4', 'a-why': ' Es caro ' };
	const checked = await post('check', typed);
	expect(checked).toMatchObject({ view: 'check', answers: { have: 'no', why: 'Es caro' } });
	expect(await given()).toEqual([]);
	const fields = { 'a-have': 'no', 'a-why': 'Es caro', ...checked.identity };
	for (let tap = 0; tap < 2; tap++)
		expect(await post('send', fields)).toMatchObject({ view: 'sent', taken: 'at-city' });
	expect(await given()).toMatchObject([{ answers: { have: 'no', why: 'Es caro' } }]);
});

test('is taken by nobody where it was changed on the way', async () => {
	const { identity } = await post('check', { 'a-have': 'yes' });
	expect(await post('send', { 'a-have': 'maybe', ...identity })).toMatchObject({ status: 503 });
	expect(await post('send', { 'a-have': 'yes', id: 'x', by: 'y' })).toMatchObject({ status: 503 });
	expect(await given()).toHaveLength(1);
});
