/** A template is for a topic and for one of the city's own labels: it is offered where that label is chosen. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fitsAnswer } from '../../src/lib/domain/answer.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let partly: string;
let need: string;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
	const label = { state: 'answered', 'words-es': 'Entregado en parte', 'words-en': 'Partly done' };
	await ana.post('/staff/settings/labels?/add', label);
	const { labels } = (await ana.open('/staff/settings/labels')).data;
	partly = labels.find(({ words }: { words: { en?: string } }) => words.en === 'Partly done').id;
});
afterAll(() => city.close());

beforeEach(async () => {
	await city.db.deleteFrom('templates').execute();
	await city.db.updateTable('labels').set({ retired: false }).execute();
	const told = aNeed('Falta sombra en la plaza');
	await receive(city, { v: 1, submissions: [told] }, new Date());
	need = told.id;
});

const retire = (id: string) =>
	ana.post('/staff/settings/labels?/retire', { id, retired: 'yes' }).then(({ status }) => status);

/** Keeps a template for answers, and gives it as the list has it. */
async function write(more: Record<string, string> = {}) {
	const form = { name: 'Sombra', topic: '', state: 'answered', 'words-es': 'En {place}.' };
	const kept = await ana.post('/staff/templates?/add', { ...form, ...more });
	return { kept, template: await listed() };
}

const listed = async () => (await ana.open('/staff/templates')).data.templates[0];

const toMany = () => `&needs=${need}`;

async function offeredTo(page: string): Promise<string[]> {
	const { templates } = (await ana.open(page)).data;
	return templates.map(({ labelName }: { labelName: string | null }) => labelName);
}

describe('A template for a label', () => {
	test('is written for one of the labels that the city has for its kind of answer, or for each', async () => {
		const { labels } = (await ana.open('/staff/templates')).data;
		expect(labels).toMatchObject([
			{ kind: 'answered', usual: '', labels: [{ id: 'delivered' }, { id: partly }] }
		]);
		expect((await write({ 'label-answered': partly })).template).toMatchObject({
			...{ state: 'answered', label: partly, labelName: 'Partly done', isLabelEnded: false }
		});
	});

	test.each(['declined', 'no-such-label', "' or 1=1 --"])(
		'"%s" is no label of answers: nothing is kept, and what was typed stays',
		async (label) => {
			const { kept, template } = await write({ 'label-answered': label });
			expect(kept).toMatchObject({
				status: 400,
				data: {
					problems: { 'label-answered': { code: 'reply-label' } },
					typed: { name: 'Sombra', labels: { answered: label }, texts: { es: 'En {place}.' } }
				}
			});
			expect(template).toBeUndefined();
		}
	);

	test('the label of the other kind does not count', async () => {
		const { template } = await write({ state: 'declined', 'label-answered': partly });
		expect(template).toMatchObject({ state: 'declined', label: null });
	});

	test('is offered to one need and to many, by its name and in the order of the labels', async () => {
		await write({ 'label-answered': partly });
		await write({ name: 'Aaa', 'label-answered': 'delivered' });
		await write({ name: 'Zzz' });
		for (const page of [`/staff/needs/${need}`, `/staff/answers/new?${toMany()}`]) {
			expect(await offeredTo(page)).toEqual([null, 'Delivered', 'Partly done']);
		}
	});

	test('brings its kind and label along, and leaves what was chosen where it has none', async () => {
		const { template } = await write({ 'label-answered': partly });
		const chosen = { template: template.id, lang: 'es', 'label-declined': 'declined' };
		for (const page of [`/staff/needs/${need}?/template`, '/staff/answers/new?/template']) {
			expect((await ana.post(page, chosen)).data.typed).toMatchObject({
				...{ kind: 'answered', labels: { answered: partly, declined: 'declined' } }
			});
		}
		await city.db.deleteFrom('templates').execute();
		const any = (await write()).template.id;
		const form = { ...chosen, template: any, kind: 'declined', 'label-answered': partly };
		expect((await ana.post(`/staff/needs/${need}?/template`, form)).data.typed).toMatchObject({
			...{ kind: 'declined', labels: { answered: partly, declined: 'declined' } }
		});
	});
});

describe('A label that ended', () => {
	test('is still read on its template, which is not offered until it is for another label', async () => {
		const { template } = await write({ 'label-answered': partly });
		expect(await retire(partly)).toBe(303);
		expect(await listed()).toMatchObject({ labelName: 'Partly done', isLabelEnded: true });
		expect(await offeredTo(`/staff/needs/${need}`)).toEqual([]);
		expect(await offeredTo(`/staff/answers/new?${toMany()}`)).toEqual([]);
		const taken = await ana.post(`/staff/needs/${need}?/template`, {
			...{ template: template.id, lang: 'es' }
		});
		expect(taken.data.problems).toEqual({ template: 'template-none' });
		// whoever changes it sees which it was for, and nobody else can choose it
		const changed = (await ana.open(`/staff/templates?change=${template.id}`)).data.labels;
		expect(changed[0].labels.map(({ id }: { id: string }) => id)).toContain(partly);
		expect((await ana.open('/staff/templates')).data.labels).toEqual([]);
		const form = { id: template.id, revision: '1', name: 'Sombra', state: 'answered' };
		const texts = { 'words-es': 'En {place}.', 'label-answered': 'delivered' };
		await ana.post('/staff/templates?/change', { ...form, ...texts });
		expect(await offeredTo(`/staff/needs/${need}`)).toEqual(['Delivered']);
	});
});

describe('An answer to many', () => {
	const prepare = (label: string) =>
		ana.post(`/staff/answers/new?/prepare${toMany()}`, {
			...{ kind: 'answered', fallback: 'es', 'words-es': 'Hay toldos.', 'label-answered': label }
		});

	async function standing() {
		const { need: shown } = (await ana.open(`/staff/needs/${need}`)).data;
		return [shown.state, shown.label];
	}

	test('gives each need the label that was chosen for it, as the page before says', async () => {
		const { location = '' } = await prepare(partly);
		expect((await ana.open(location)).data.label).toBe('Partly done');
		const draft = `/staff/answers/new?draft=${location.split('/').at(-1)}`;
		expect((await ana.open(draft)).data.draft.labels).toEqual({ answered: partly });
		await ana.post(`${location}?/send`);
		expect(await standing()).toEqual(['answered', partly]);
	});

	test('"in-work" is no label of an answer: nothing is prepared', async () => {
		expect(await prepare('in-work')).toMatchObject({
			...{ status: 400, data: { problems: { 'label-answered': { code: 'reply-label' } } } }
		});
	});

	test('arrives with the plainest label where the chosen one ended before it was sent', async () => {
		const { location = '' } = await prepare(partly);
		expect(await retire(partly)).toBe(303);
		expect((await ana.open(location)).data.label).toBeNull();
		await ana.post(`${location}?/send`);
		expect(await standing()).toEqual(['answered', 'delivered']);
	});
});

test('while an answer is written, the templates that fit its kind and label are offered, and no other', () => {
	const templates = [
		['answered', null],
		['answered', 'delivered'],
		['answered', 'partly'],
		['declined', null]
	] as const;
	const offered = (kind: string, label: string) =>
		templates.flatMap(([state, own], at) =>
			fitsAnswer({ state, label: own }, { kind, label }) ? [at] : []
		);
	expect(offered('', '')).toEqual([0, 1, 2, 3]);
	expect(offered('answered', '')).toEqual([0, 1, 2]);
	expect(offered('answered', 'partly')).toEqual([0, 2]);
	expect(offered('declined', '')).toEqual([3]);
});
