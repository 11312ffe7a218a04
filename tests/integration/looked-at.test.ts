/** Before everybody reads a person's number, staff are stopped once in every form, lose nothing, and go on knowingly. */
import { beforeAll, expect, it } from 'vitest';
import { beginPrioritising } from '../../src/lib/server/prioritisings.ts';
import { beginRound } from '../../src/lib/server/rounds.ts';
import { internet } from './asked.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, publicOf, send } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';
import { makeSurvey } from '../../src/lib/server/surveys.ts';
import { fields as pilot } from './trying-pilots.ts';

let browser: Browser;
let challenge: string;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example', 'admin');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	challenge = await aChallenge();
});

const number = '612 345 678';
const link = 'https://city.example/plan';
type Form = { path: string; typed: Record<string, string>; field: string };

const forms: [string, () => Promise<Form>][] = [
	[
		'a challenge',
		async () => ({
			path: `/staff/challenges/${await aChallenge()}?/change`,
			typed: {
				...{ revision: '2', place: '', topic: 'service', until: '' },
				...{ 'who-es': 'Familias', 'what-es': 'saber', 'why-es': 'no esperar' }
			},
			field: 'what-es'
		})
	],
	[
		'a round',
		async () => {
			const round = await beginRound(city.db, challenge, staff);
			const path = `/staff/challenges/${challenge}/rounds/${round}?/change`;
			const typed = { revision: '1', until: '', 'text-new1-es': 'Hay sombra' };
			return { path, typed, field: 'text-new1-es' };
		}
	],
	[
		'a prioritising',
		async () => {
			const id = await beginPrioritising(city.db, challenge, staff);
			const path = `/staff/challenges/${challenge}/prioritisings/${id}?/change`;
			const typed = { revision: '1', until: '', way: 'points', points: '5', sum: '' };
			return { path, typed: { ...typed, 'text-new1-es': 'Bancos' }, field: 'text-new1-es' };
		}
	],
	[
		'a pilot',
		async () => ({
			path: `/staff/pilots/new?challenge=${await aChallenge()}`,
			typed: pilot,
			field: 'who-es'
		})
	],
	[
		'a decision',
		async () => {
			const about = await aChallenge();
			const es = { 'what-es': 'Abre', 'when-es': 'En mayo', 'why-es': '', 'who-es': 'Salud' };
			const typed = { challenge: about, place: '', topic: 'service', outcome: 'yes' };
			const path = `/staff/decisions/new?challenge=${about}`;
			return { path, typed: { ...typed, cost: 'to-100000', ...es }, field: 'who-es' };
		}
	]
];

it.each(forms)('%s with a phone number is kept once it was looked at', async (_, form) => {
	const { path, typed, field } = await form();
	const told = { ...typed, [field]: `Llame al ${number}` };
	const stopped = await browser.post(path, told);
	expect(stopped.status).toBe(400);
	expect(stopped.data.telling).toContain(number);
	expect(JSON.stringify(stopped.data.typed)).toContain(`Llame al ${number}`);
	// what was looked at is not what stands there now
	const other = { ...told, [field]: 'Llame al 612 345 679', looked: stopped.data.telling };
	expect((await browser.post(path, other)).status).toBe(400);
	const kept = await browser.post(path, { ...told, looked: stopped.data.telling });
	expect(kept).toMatchObject({ status: 303 });
});

it.each(forms)('%s with a link of the city stops nobody, one to a person does', async (_, form) => {
	const { path, typed, field } = await form();
	const person = { ...typed, [field]: 'wa.me/34612345678' };
	expect((await browser.post(path, person)).status).toBe(400);
	expect((await browser.post(path, { ...typed, [field]: link })).status).toBe(303);
});

it('a survey with a phone number is asked once it was looked at', async () => {
	const intro = { ...internet.intro, es: `Llame al ${number}` };
	const target = { kind: 'all' } as const;
	const id = await makeSurvey(
		city.db,
		{ survey: { ...internet, intro }, target },
		staff,
		new Date()
	);
	const page = `/staff/surveys/${id}`;
	expect((await browser.open(page)).data.telling).toMatchObject([{ lang: 'es', text: intro.es }]);
	const stopped = await browser.post(`${page}?/publish`, { edits: '1' });
	expect(stopped.status).toBe(400);
	expect((await browser.open(page)).data.known.revision).toBe(0);
	await browser.post(`${page}?/publish`, { edits: '1', looked: stopped.data.telling });
	expect((await browser.open(page)).data.known.revision).toBe(1);
});

it('a link in an idea of a citizen stops once', async () => {
	const { idea, id } = anIdea(challenge, `Un banco como en ${link}`);
	await send(idea);
	const path = `/staff/challenges/${challenge}/ideas/${id}?/publish`;
	const typed = { revision: '1', 'text-es': idea.body.words };
	const stopped = await browser.post(path, typed);
	expect(stopped).toMatchObject({ status: 400, data: { telling: `es ${link}` } });
	expect(await publicOf(id)).toBeUndefined();
	await browser.post(path, { ...typed, looked: stopped.data.telling });
	expect(await publicOf(id)).toMatchObject({ texts: { es: idea.body.words } });
});

it('shows the session in which an idea was said, on its page and in the list', async () => {
	const { idea, id } = anIdea(challenge);
	const session = '01890000-0000-7000-8000-000000000001';
	await send({ ...idea, session });
	const page = `/staff/challenges/${challenge}/ideas`;
	expect((await browser.open(`${page}/${id}`)).data.idea.session).toBe(session);
	const { ideas } = (await browser.open(page)).data;
	expect(ideas.find((each: { id: string }) => each.id === id).session).toBe(session);
});
