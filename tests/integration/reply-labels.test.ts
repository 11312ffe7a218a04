/** With an answer staff say what the city calls it, where the city has more than one label for answers. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isNeedNews } from '../../src/lib/domain/sync.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let need: string;
let watch: string;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

beforeEach(async () => {
	const secrets = newSecrets();
	const told = aNeed('Falta sombra en la plaza', { secrets });
	await receive(city, { v: 1, submissions: [told] }, new Date());
	[need, watch] = [`/staff/needs/${told.id}`, secrets.watch];
});

const look = async () => (await ana.open(need)).data;

async function reply(form: Record<string, string>) {
	const seen = String((await look()).need.changedAt.getTime());
	const words = 'Hay toldos desde hoy.';
	return ana.post(`${need}?/reply`, { seen, kind: 'answered', words, lang: 'es', ...form });
}

/** The labels that the reply can have, by kind. */
async function offered() {
	const { desk } = await look();
	return desk.replyLabels.map((each: { kind: string; usual: string; labels: { id: string }[] }) => [
		each.kind,
		each.usual,
		each.labels.map(({ id }) => id)
	]);
}

async function addLabel(state: string, words: string): Promise<string> {
	await ana.post('/staff/settings/labels?/add', { state, 'words-es': words });
	const row = await city.db
		.selectFrom('labels')
		.select('id')
		.orderBy('position', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	return row.id;
}

const standing = async () => {
	const { need } = await look();
	return [need.state, need.label];
};

test('a city with one label for each kind of reply is asked nothing, and the need gets that one', async () => {
	expect(await offered()).toEqual([]);
	await reply({});
	expect(await standing()).toEqual(['answered', 'delivered']);
});

test('with a second one staff choose, and the need is called so; its person hears the same as ever', async () => {
	const partly = await addLabel('answered', 'Entregado en parte');
	expect(await offered()).toEqual([['answered', 'delivered', ['delivered', partly]]]);
	expect((await reply({ 'label-answered': partly })).status).toBe(303);
	expect(await standing()).toEqual(['answered', partly]);
	const { desk } = await look();
	expect(desk.history.at(-1)).toMatchObject({ to: 'answered', label: partly });
	const asked = { v: 1 as const, submissions: [], watch: [watch] };
	const [news] = (await receive(city, asked, new Date())).replies.filter(isNeedNews);
	expect(news).toMatchObject({ state: 'answered', messages: [{ words: 'Hay toldos desde hoy.' }] });

	// what was answered keeps its label with a further answer, unless another one is chosen
	expect(await offered()).toEqual([['answered', partly, ['delivered', partly]]]);
	await reply({ 'label-answered': 'delivered' });
	expect(await standing()).toEqual(['answered', 'delivered']);

	// a form of before, or of somebody else, that says nothing of labels
	await reply({});
	expect(await standing()).toEqual(['answered', 'delivered']);
});

test('the label of the other kind of reply does not count', async () => {
	const partly = await addLabel('answered', 'Hecho');
	const refused = await addLabel('declined', 'No es posible');
	await reply({ kind: 'declined', 'label-answered': partly, 'label-declined': refused });
	expect(await standing()).toEqual(['declined', refused]);
});

test.each(['in-work', 'nothing', "' or 1=1 --"])(
	'"%s" is no label of an answer: nothing is said, and the words stay',
	async (label) => {
		const answer = await reply({ 'label-answered': label });
		expect(answer).toMatchObject({
			...{ status: 409, data: { step: 'state', typed: { words: 'Hay toldos desde hoy.' } } }
		});
		expect(await standing()).toEqual(['received', null]);
	}
);

test('one that is not in use any more is not offered, and refused', async () => {
	const former = await addLabel('answered', 'De antes');
	await city.db.updateTable('labels').set({ retired: true }).where('id', '=', former).execute();
	expect(JSON.stringify(await offered())).not.toContain(former);
	expect((await reply({ 'label-answered': former })).status).toBe(409);
});

test('what was chosen is there again where the words were missing, or a template was taken', async () => {
	const partly = await addLabel('answered', 'Casi');
	const form = { words: ' ', 'label-answered': partly };
	expect((await reply(form)).data.typed.labels.answered).toBe(partly);
	expect((await ana.post(`${need}?/check`, form)).data.typed.labels.answered).toBe(partly);
});
