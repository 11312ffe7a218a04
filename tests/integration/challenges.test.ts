/** Challenges: staff write them from what people need; everybody reads those that are open; no need loses its way to one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { challengesBehind } from '../../src/lib/server/challenge-needs.ts';
import { findChallenge, listChallenges } from '../../src/lib/server/challenges.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { city, join, openJoins, split, staff, tell, withdraw } from './joined-needs.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

let browser: Browser;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
});

const es = { 'who-es': 'Familias', 'what-es': 'saber cuándo hay hora', 'why-es': 'no esperar' };
const fields = { place: '', topic: 'service', until: '', ...es };

/** Writes one from a need, and gives its id. */
async function write(from: string, typed: Record<string, string> = fields): Promise<string> {
	const { status, location } = await browser.post(`/staff/challenges/new?${from}`, typed);
	expect(status).toBe(303);
	return /challenges\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
}

const view = async (id: string) => (await browser.open(`/staff/challenges/${id}`)).data;
const post = async (id: string, form: string, typed: Record<string, string> = {}) => {
	const revision = String((await findChallenge(city.db, id))?.revision);
	return browser.post(`/staff/challenges/${id}?/${form}`, { revision, ...typed });
};
const published = async (id: string) => {
	const row = await city.db
		.selectFrom('publications')
		.select('body')
		.where('id', '=', id)
		.executeTakeFirst();
	return row?.body as { needs: number | null; texts: object } | null | undefined;
};
const numberOf = async (id: string) => {
	const row = city.db.selectFrom('needs').select('number').where('id', '=', id);
	return (await row.executeTakeFirstOrThrow()).number;
};

describe('staff', () => {
	it('write a challenge from a need, open it to everybody, say it better and close it', async () => {
		const need = await tell('Mi madre Hortensia espera horas en el médico');
		const { data } = await browser.open(`/staff/challenges/new?need=${need.id}`);
		expect(data.typed).toMatchObject({ topic: 'information' });
		const id = await write(`need=${need.id}`);
		expect(await view(id)).toMatchObject({ behind: { count: 1 }, newest: [{ id: need.id }] });
		// nobody but the staff knows of it yet
		expect(await published(id)).toBeUndefined();

		expect((await post(id, 'open', { open: 'yes' })).location).toMatch(/done=opened$/);
		const said = await published(id);
		expect(said).toMatchObject({ needs: null, texts: { es: { who: 'Familias' } } });
		expect(JSON.stringify(said)).not.toMatch(new RegExp(`Hortensia|${need.id}`));

		const ar = { 'who-ar': 'أسر', 'what-ar': 'معرفة الموعد', 'why-ar': 'كي لا ينتظروا' };
		await post(id, 'change', { ...fields, ...ar, until: '2030-02-28' });
		expect(await published(id)).toMatchObject({
			until: '2030-02-28',
			texts: { ar: { who: 'أسر' } }
		});
		await post(id, 'open', { open: 'no' });
		expect(await published(id)).toBeNull();
		const { rows } = await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', `challenge:${id}`)
			.orderBy('seq')
			.execute()
			.then((all) => ({ rows: all.map(({ action }) => action) }));
		expect(rows).toEqual(
			['written', 'opened', 'changed', 'closed'].map((did) => `challenge.${did}`)
		);
	});

	it('who are two at once do not overwrite each other', async () => {
		const id = await write(`need=${(await tell()).id}`);
		await post(id, 'change', { ...fields, 'who-es': 'Personas mayores' });
		const old = { ...fields, revision: '1', 'who-es': 'Jóvenes' };
		const late = await browser.post(`/staff/challenges/${id}?/change`, old);
		expect(late).toMatchObject({ status: 409, data: { refused: 'changed' } });
		expect(late.data.typed.texts.es.who).toBe('Jóvenes');
		expect((await findChallenge(city.db, id))?.texts.es?.who).toBe('Personas mayores');
	});

	it.each([
		[
			'nothing',
			{ ...fields, 'who-es': '', 'what-es': '', 'why-es': '' },
			{ 'who-ca': 'challenge-none' }
		],
		['half of it', { ...fields, 'why-es': ' ' }, { 'why-es': 'challenge-part' }],
		['too much', { ...fields, 'what-es': 'è'.repeat(121) }, { 'what-es': 'challenge-part' }],
		['no topic', { ...fields, topic: 'x' }, { topic: 'challenge-topic' }],
		['no day', { ...fields, until: '2026-13-01' }, { until: 'challenge-until' }],
		['no such place', { ...fields, place: 'nowhere' }, { place: 'lab-place' }]
	])('are told when they write %s, and nothing is lost or kept', async (_, typed, problems) => {
		const before = (await listChallenges(city.db)).length;
		const from = `need=${(await tell()).id}`;
		const { status, data } = await browser.post(`/staff/challenges/new?${from}`, typed);
		expect(status).toBe(400);
		const codes = Object.entries(data.problems as Record<string, { code: string }>);
		expect(Object.fromEntries(codes.map(([field, { code }]) => [field, code]))).toEqual(problems);
		expect(data.typed).toMatchObject({ topic: typed.topic, until: typed.until });
		expect((await listChallenges(city.db)).length).toBe(before);
	});

	it('cannot write one that nobody asked for, nor take its last need out', async () => {
		expect((await browser.open('/staff/challenges/new')).status).toBe(404);
		const gone = await tell();
		const theme = await addTheme(city.db, { name: 'Leer', rule: null, needs: [gone.id] }, staff);
		if (theme === 'full') throw new Error(theme);
		await withdraw(gone);
		const refused = await browser.post(`/staff/challenges/new?theme=${theme.id}`, fields);
		expect(refused).toMatchObject({
			status: 409,
			data: { problems: { topic: { code: 'challenge-needs' } } }
		});
		const need = await tell();
		const id = await write(`need=${need.id}`);
		const last = await post(id, 'need', { number: await numberOf(need.id) });
		expect(last).toMatchObject({ status: 409, data: { refused: 'no-needs' } });
		expect((await view(id)).behind.count).toBe(1);
		expect((await post(id, 'need', { number: '999999', in: 'yes' })).location).toMatch(/no-need/);
	});

	it('who put a need behind it that is there already changed nothing, and the log says nothing', async () => {
		const need = (await tell()).id;
		const id = await write(`need=${need}`);
		const again = await post(id, 'need', { number: await numberOf(need), in: 'yes' });
		expect(again.location).toMatch(/done=put$/);
		const log = city.db.selectFrom('activity').select('action');
		const entries = await log.where('subject', '=', `challenge:${id}`).execute();
		expect(entries).toEqual([{ action: 'challenge.written' }]);
	});

	it('who read no needs see how many there are, and whose words they are nowhere', async () => {
		const id = await write(`need=${(await tell('Palabras de alguien')).id}`);
		await city.addMember('reader@city.example', 'author');
		const other = openBrowser();
		await other.signIn('reader@city.example', password);
		const { data } = await other.open(`/staff/challenges/${id}`);
		expect(data).toMatchObject({ behind: { count: 1 }, newest: [], mayWrite: false });
		expect(JSON.stringify(data)).not.toContain('Palabras');
	});
});

describe('the needs behind a challenge', () => {
	it('are those of its theme, also those that came before it is opened; and the public number tells of nobody', async () => {
		const needs = await Promise.all([1, 2, 3, 4].map(() => tell('El autobús no pasa')));
		const ids = needs.map((need) => need.id);
		const theme = await addTheme(city.db, { name: 'Autobús', rule: null, needs: ids }, staff);
		if (theme === 'full') throw new Error(theme);
		const id = await write(`theme=${theme.id}`);
		expect((await view(id)).behind.count).toBe(4);
		while (await makeSearchable(city.db));
		const [fifth, sixth] = [await tell(), await tell()];
		for (const { id: need } of [fifth, sixth]) {
			await browser.post('/staff/themes?/set', { theme: theme.id, need, in: 'yes', list: '' });
		}
		await post(id, 'open', { open: 'yes' });
		expect((await view(id)).behind.count).toBe(6);
		expect((await published(id))?.needs).toBe(5);
	});

	it('come with their thread, and stay behind it through joins, splits and a root that is taken back', async () => {
		const [root, member, later] = [await tell(), await tell(), await tell()];
		await join(member, root);
		// the root alone is named
		const id = await write(`need=${root.id}`);
		expect((await view(id)).behind.count).toBe(2);
		await join(later, root);
		expect(await challengesBehind(city.db, later.id)).toEqual([id]);
		expect((await view(id)).behind.count).toBe(3);
		// one that was joined when it was written stays behind it also alone
		await split(member);
		expect(await challengesBehind(city.db, member.id)).toEqual([id]);
		// whoever leads after the root is behind what the root was behind
		await withdraw(root);
		expect(await challengesBehind(city.db, later.id)).toEqual([id]);
		expect((await view(id)).behind.count).toBe(2);
		const left = await city.db
			.selectFrom('challenge_needs')
			.select('need')
			.where('need', '=', root.id)
			.execute();
		expect(left).toEqual([]);
	});

	it('are shown at the need and at the theme: what became of it', async () => {
		const need = await tell();
		const id = await write(`need=${need.id}`);
		const { data } = await browser.open(`/staff/needs/${need.id}`);
		expect(data.alike.challenges).toMatchObject([{ id }]);
		const theme = await addTheme(city.db, { name: 'Parque', rule: null, needs: [need.id] }, staff);
		if (theme === 'full') throw new Error(theme);
		const of = await write(`theme=${theme.id}`);
		const page = (await browser.open(`/staff/themes/${theme.id}`)).data;
		expect(page.challenges).toMatchObject([{ id: of }]);
	});

	it('that a hand took out, with what is joined to it, no theme brings back', async () => {
		const needs = [await tell(), await tell(), await tell()] as const;
		const ids = needs.map((need) => need.id);
		const theme = await addTheme(city.db, { name: 'Luz', rule: null, needs: ids }, staff);
		if (theme === 'full') throw new Error(theme);
		const id = await write(`theme=${theme.id}`);
		await join(needs[1], needs[0]);
		await post(id, 'need', { number: await numberOf(needs[0].id) });
		await post(id, 'open', { open: 'yes' });
		expect((await view(id)).behind.count).toBe(1);
		await post(id, 'need', { number: await numberOf(needs[1].id), in: 'yes' });
		expect((await view(id)).behind.count).toBe(3);
	});
});
