import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NeedBody } from '../../src/lib/domain/need.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { applyStep } from '../../src/lib/server/theme-rules.ts';
import { makeSuggestions } from '../../src/lib/server/theme-suggestions.ts';
import { viewTheme } from '../../src/lib/server/theme-view.ts';
import { addTheme, changeTheme, findTheme, setTheme } from '../../src/lib/server/themes.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';
import { expectRightCounts } from './theme-counts.ts';

let city: StaffCity;
let staff: string;
let browser: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

const searchable = async () => {
	while (await makeSearchable(city.db));
};
const applied = async () => {
	while (await applyStep(city.db, 7));
};

async function tell(words: string, body: Partial<NeedBody> = {}, lang = 'es', at = new Date()) {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets, lang, body });
	await receive(city, { v: 1, submissions: [need] }, at);
	await searchable();
	return { id: need.id, secrets };
}

async function theme(rule: Parameters<typeof addTheme>[1]['rule'], name = 'Ascensores') {
	const made = await addTheme(city.db, { name, rule }, staff);
	if (made === 'full') throw new Error(made);
	await applied();
	return made.id;
}

async function holds(id: string): Promise<string[]> {
	const rows = await city.db
		.selectFrom('theme_needs')
		.select('need')
		.where('theme', '=', id)
		.where('removed', '=', false)
		.orderBy('need')
		.execute();
	return rows.map(({ need }) => need);
}

describe('a theme with a rule', () => {
	test('holds the needs of before that fit all parts of it, and each that arrives', async () => {
		const fits = await tell('El ascensor no funciona', { topic: 'access', place: 'centre' });
		const wordForm = await tell('Los ascensores están rotos', { topic: 'access', place: 'centre' });
		await tell('El ascensor no funciona', { topic: 'access', place: 'raval' });
		await tell('El ascensor no funciona', { topic: 'safety', place: 'centre' });
		await tell('O elevador: ascensor', { topic: 'access', place: 'centre' }, 'pt');
		await tell('La rampa', { topic: 'access', place: 'centre' });
		const id = await theme({ topic: 'access', place: 'centre', lang: 'es', words: 'ascensor' });
		expect(await holds(id)).toEqual([fits.id, wordForm.id].sort());
		const later = await tell('Otra vez el ascensor', { topic: 'access', place: 'centre' });
		await tell('Otra vez la escalera', { topic: 'access', place: 'centre' });
		expect(await holds(id)).toEqual([fits.id, wordForm.id, later.id].sort());
		await expectRightCounts(city.db);
	});

	test('keeps out what a hand took out and keeps in what a hand put in, also with a new rule', async () => {
		const [one, two, other] = [
			await tell('La fuente no tiene agua'),
			await tell('La fuente está seca'),
			await tell('El banco está roto')
		];
		const id = await theme({ words: 'fuente' }, 'Fuentes');
		const put = (need: string, isIn: boolean) =>
			setTheme(city.db, { theme: id, need, isIn }, staff);
		expect([await put(one.id, false), await put(other.id, true)]).toEqual([true, true]);
		expect([await put(one.id, false), await put(other.id, true)]).toEqual([false, false]);
		expect(await holds(id)).toEqual([two.id, other.id].sort());
		const seen = { id, revision: 1 };
		await changeTheme(city.db, seen, { rule: { words: 'fuente or banco' } }, staff);
		await applied();
		expect(await holds(id)).toEqual([two.id, other.id].sort());
		await changeTheme(city.db, { id, revision: 2 }, { rule: null }, staff);
		expect(await holds(id)).toEqual([other.id]);
		expect(await put(one.id, true)).toBe(true);
		await expectRightCounts(city.db);
		const log = await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', 'in', [`theme:${id}`, `need:${one.id}`])
			.orderBy('seq')
			.execute();
		expect(log.map(({ action }) => action)).toEqual([
			...['theme.made', 'theme.taken', 'theme.changed', 'theme.changed', 'theme.put']
		]);
	});

	test('loses a need that its person takes back', async () => {
		const need = await tell('El semáforo parpadea');
		await tell('El semáforo no se ve');
		const id = await theme({ words: 'semáforo' }, 'Semáforos');
		expect(await holds(id)).toHaveLength(2);
		await receive(city, { v: 1, submissions: [aWithdrawal(need.secrets)] }, new Date());
		expect(await holds(id)).toHaveLength(1);
		expect(await setTheme(city.db, { theme: id, need: need.id, isIn: true }, staff)).toBe(false);
		await expectRightCounts(city.db);
	});

	test('that is closed takes no more needs until it is opened again', async () => {
		const id = await theme({ words: 'tranvía' }, 'Tranvía');
		await changeTheme(city.db, { id, revision: 1 }, { isClosed: true }, staff);
		const need = await tell('El tranvía llega tarde');
		await applied();
		expect(await holds(id)).toEqual([]);
		await changeTheme(city.db, { id, revision: 2 }, { isClosed: false }, staff);
		await applied();
		expect(await holds(id)).toEqual([need.id]);
	});

	test('is changed by one of two who change it at once', async () => {
		const id = await theme(null, 'Por elegir');
		const both = await Promise.all(
			['Uno', 'Dos'].map((name) => changeTheme(city.db, { id, revision: 1 }, { name }, staff))
		);
		expect(both.filter((each) => each === 'changed')).toHaveLength(1);
		expect((await findTheme(city.db, id))?.revision).toBe(2);
	});
});

describe('the page of a theme', () => {
	test('shows no number under five, and quotes only those who let the city show their words', async () => {
		const now = new Date('2026-03-04T12:00:00Z');
		const consent = { version: 1, publish: true };
		for (let n = 0; n < 7; n++) await tell(`Papelera llena ${n}`, { place: 'centre' }, 'es', now);
		const quoted = await tell('Papelera con permiso', { place: 'raval', consent }, 'es', now);
		await city.db.updateTable('needs').set({ state: 'read' }).where('id', '=', quoted.id).execute();
		const id = await theme({ words: 'papelera' }, 'Papeleras');
		const view = await viewTheme(city.db, id, now);
		expect(view.total).toBe(5);
		expect(view.places).toEqual([{ value: 'centre', count: 5 }]);
		expect(view.langs).toEqual([{ value: 'es', count: 5 }]);
		expect(view.weeks).toHaveLength(26);
		expect(view.weeks.at(-1)).toEqual({ value: '2026-03-02', count: 5 });
		expect(view.weeks.at(-2)).toEqual({ value: '2026-02-23', count: null });
		expect(view.quotes.map(({ words }) => words)).toEqual(['Papelera con permiso']);
		expect(view.newest).toHaveLength(8);
	});

	test('goes by plain forms from the making to the closing; who may not gets a no', async () => {
		const need = await tell('El kiosco de la plaza');
		const { number } = await city.db
			.selectFrom('needs')
			.select('number')
			.where('id', '=', need.id)
			.executeTakeFirstOrThrow();
		const fields = { name: ' ', topic: 'nothing', place: '', lang: '', words: 'a'.repeat(201) };
		const bad = await browser.post('/staff/themes?/add', fields);
		expect(bad.status).toBe(400);
		expect(bad.data.problems.name.code).toBe('theme-name');
		expect(bad.data.typed).toEqual(fields);
		const good = { ...fields, name: 'Kioscos', topic: '', words: 'kiosco' };
		const made = await browser.post('/staff/themes?/add', good);
		const [, id] = /^\/staff\/themes\/([^?]+)\?done=made$/.exec(made.location ?? '') ?? [];
		const page = `/staff/themes/${id}`;
		expect((await browser.open(page)).data.view.newest).toMatchObject([{ id: need.id }]);
		const beside = async () => (await browser.open(`/staff/needs/${need.id}`)).data.alike.themes;
		expect((await beside()).own).toEqual([{ id, name: 'Kioscos' }]);
		const out = { theme: String(id), need: need.id };
		// whoever goes through a list of hers stays in it
		const list = `list=${encodeURIComponent('state=all&topic=access')}`;
		const taken = await browser.post(`/staff/themes?/set&${list}`, out);
		expect(taken.location).toBe(`/staff/needs/${need.id}?${list}&theme=taken#themes`);
		expect((await beside()).own).toEqual([]);
		const put = await browser.post('/staff/themes?/set', {
			...{ theme: String(id), in: 'yes', number }
		});
		expect(put.location).toBe(`${page}?theme=put`);
		expect((await browser.post(`${page}?/change`, { ...good, revision: '9' })).status).toBe(409);
		const closed = await browser.post(`${page}?/close`, { revision: '1', close: 'yes' });
		expect(closed.location).toBe(`${page}?done=closed`);
		expect((await browser.open('/staff/themes/x')).status).toBe(404);
		await city.addMember('lea@city.example', 'reader');
		const reader = openBrowser();
		await reader.signIn('lea@city.example', password);
		expect((await reader.open(page)).data.mayWrite).toBe(false);
		for (const action of [`${page}?/change`, `${page}?/close`, '/staff/themes?/set']) {
			expect((await reader.post(action, good)).location).toBe('/staff/refused');
		}
		expect((await reader.open('/staff/themes/suggestions')).location).toBe('/staff/refused');
		await city.addMember('obras@city.example', 'department');
		const department = openBrowser();
		await department.signIn('obras@city.example', password);
		expect((await department.open(page)).data.view.newest).toEqual([]);
	});
});

describe('suggestions of themes', () => {
	test('are found in the words, taken up by hand or as a rule, and never made again once refused', async () => {
		const kinds = {
			autobús: ['tarde', 'parada', 'lleno', 'noche', 'billete'],
			piscina: ['cerrada', 'agua', 'horario', 'vestuario', 'niños'],
			ruido: ['vecinos', 'madrugada', 'bar', 'terraza', 'dormir']
		};
		for (const [kind, words] of Object.entries(kinds)) {
			for (let n = 0; n < 12; n++) {
				const [a, b] = [words[n % 5], words[(n + 1 + (n % 3)) % 5]];
				await tell(`El ${kind} otra vez: ${a}, ${b} y ${kind}`, {}, 'ca');
			}
		}
		const page = '/staff/themes/suggestions';
		expect((await browser.post(`${page}?/make`)).location).toBe(`${page}?done=made`);
		const list = async () =>
			(await browser.open(page)).data.suggestions as {
				id: string;
				words: string[];
				size: number;
			}[];
		const of = async (kind: string) => (await list()).find(({ words }) => words.includes(kind));
		for (const kind of Object.keys(kinds)) expect((await of(kind))?.size).toBeGreaterThanOrEqual(8);
		const take = async (kind: string, by: string) => {
			const form = { id: (await of(kind))?.id ?? '', name: kind, by };
			expect((await browser.post(`${page}?/take`, { ...form, name: '' })).status).toBe(400);
			const made = await browser.post(`${page}?/take`, form);
			await applied();
			expect((await browser.post(`${page}?/take`, form)).location).toBe(`${page}?done=gone`);
			return /themes\/([^?]+)/.exec(made.location ?? '')?.[1] ?? '';
		};
		const { size } = (await of('autobús')) ?? {};
		expect(await holds(await take('autobús', 'hand'))).toHaveLength(size ?? 0);
		const byRule = await take('piscina', 'rule');
		expect((await holds(byRule)).length).toBeGreaterThanOrEqual(12);
		const refused = { id: (await of('ruido'))?.id ?? '' };
		expect((await browser.post(`${page}?/refuse`, refused)).location).toBe(`${page}?done=refused`);
		await makeSuggestions(city.db);
		expect((await list()).filter(({ words }) => words.includes('ruido'))).toEqual([]);
		expect((await browser.post(`${page}?/refuse`, refused)).location).toBe(`${page}?done=gone`);
	});
});
