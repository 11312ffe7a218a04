/** What the city says to everybody: staff write it, citizens read it, phones keep it, a hub and a wall show the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundCity, meetCity, openLab, type Server } from '../faults/lab.ts';
import type { Feed } from '../../src/lib/domain/feed.ts';
import { addLab } from '../../src/lib/server/labs.ts';
import { changePublicReply, sayPublicly } from '../../src/lib/server/public-replies.ts';
import { listPublicReplies } from '../../src/lib/server/public-reply-list.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const es = { said: 'Falta una rampa <b>en</b> la biblioteca.', done: 'La rampa está desde mayo.' };
const ar = { said: 'لا يوجد منحدر في المكتبة.', done: 'صار هناك منحدر منذ مايو.' };
const form = { place: null, texts: { es } };

describe('staff', () => {
	let city: StaffCity;
	let browser: Browser;

	beforeEach(async () => {
		city = await openStaffCity();
		await city.addMember('ana@city.example');
		browser = openBrowser();
		await browser.signIn('ana@city.example', password);
	});
	afterEach(() => city.close());

	const published = async () => {
		const rows = await city.db
			.selectFrom('publications')
			.select(['id', 'body'])
			.where('kind', '=', 'public-reply')
			.execute();
		return rows.map(({ body }) => body);
	};
	const say = (fields: Record<string, string>, action = 'say') =>
		browser.post(`/staff/public-replies?/${action}`, fields);

	it('say it from a need, in other words, and take it back; the need goes to nobody', async () => {
		const need = aNeed('Mi madre Hortensia no puede entrar en la biblioteca');
		await receive(city, { v: 1, submissions: [need] }, new Date());
		const { data } = await browser.open(`/staff/public-replies?need=${need.id}`);
		expect(data.about.id).toBe(need.id);
		const texts = { 'said-es': es.said, 'done-es': es.done };
		// a form that comes back still knows of which need it speaks
		expect((await say({ place: '', 'said-es': es.said }, `say&need=${need.id}`)).status).toBe(400);
		expect(await say({ place: '', ...texts }, `say&need=${need.id}`)).toMatchObject({
			status: 303,
			location: '/staff/public-replies?done=said'
		});
		const [reply] = await listPublicReplies(city.db);
		expect(reply).toMatchObject({ ...form, by: 'Name of ana@city.example', need: { id: need.id } });
		expect(await published()).toMatchObject([form]);
		expect(JSON.stringify(await published())).not.toMatch(new RegExp(`${need.id}|Hortensia`));

		const seen = { id: reply?.id ?? '', revision: String(reply?.revision) };
		await say({ ...seen, place: '', ...texts, 'said-ar': ar.said, 'done-ar': ar.done }, 'change');
		expect(await published()).toMatchObject([{ texts: { es, ar } }]);
		// somebody else looks at the page of before
		expect(
			await say({ ...seen, place: '', 'said-es': 'x', 'done-es': 'y' }, 'change')
		).toMatchObject({
			status: 409,
			data: { isOld: true, typed: { texts: { es: { said: 'x' } } } }
		});
		expect((await say(seen, 'end')).location).toMatch(/done=changed$/);
		expect(await published()).toMatchObject([{ texts: { es, ar } }]);
		expect((await say({ ...seen, revision: '2' }, 'end')).location).toMatch(/done=taken$/);
		expect(await published()).toEqual([null]);
	});

	it('lose nothing of it when their sign-in ended meanwhile', async () => {
		const page = '/staff/public-replies?/say';
		const typed = { place: '', 'said-es': es.said, 'done-es': es.done };
		const away = openBrowser();
		const refused = await away.post(page, typed);
		expect(refused.status).toBe(307);
		const waiting = await away.post(refused.location ?? '', typed);
		expect(waiting.data.kept).toContainEqual({ name: 'said-es', value: es.said });
		const account = { email: 'ana@city.example', password };
		const entered = await away.post(refused.location ?? '', { ...typed, ...account });
		expect(entered).toMatchObject({ status: 307, location: page });
		await away.post(page, typed);
		expect(await published()).toMatchObject([form]);
	});

	it('are asked before everybody reads what may tell who somebody is, and each time anew', async () => {
		const typed = {
			place: '',
			'said-es': 'Me llamo Rosa Puig.',
			'done-es': 'Llame al 612 345 678.'
		};
		const stopped = await say(typed);
		expect(stopped).toMatchObject({ status: 400, data: { typed: { texts: { es: {} } } } });
		expect(await published()).toEqual([]);
		const looked = stopped.data.telling as string;
		expect(looked).toMatch(/Rosa Puig.*612 345 678/);
		const other = await say({ ...typed, 'done-es': 'Llame al 612 345 679.', looked });
		expect([other.status, other.data.typed.texts.es.said]).toEqual([400, 'Me llamo Rosa Puig.']);
		expect(await published()).toEqual([]);
		expect((await say({ ...typed, looked })).status).toBe(303);
		expect(await published()).toHaveLength(1);

		const [{ id, revision } = { id: '', revision: 0 }] = await listPublicReplies(city.db);
		const seen = { id, revision: String(revision) };
		const changed = await say({ ...seen, ...typed, 'said-es': 'rosa@correo.example' }, 'change');
		expect(changed).toMatchObject({ status: 400, data: { id, revision } });
		expect(changed.data.telling).toContain('rosa@correo.example');
		expect((await listPublicReplies(city.db))[0]?.revision).toBe(revision);
	});

	it('look at the words without saying them; what was seen stays what it was', async () => {
		const typed = { place: '', 'said-es': 'Me llamo Rosa.', 'done-es': '' };
		const { status, data } = await say(typed, 'check');
		expect([status, data.typed.texts.es, data.problems]).toEqual([
			...[200, { said: 'Me llamo Rosa.', done: '' }],
			{}
		]);
		const seen = { id: await sayPublicly(city.db, form, { staff: 'x', need: null }, new Date()) };
		await changePublicReply(city.db, { ...seen, revision: 1 }, form, 'y', new Date());
		const old = await say({ ...typed, ...seen, revision: '1' }, 'check');
		expect(old.data).toMatchObject({ ...seen, revision: 1 });
		expect(await published()).toMatchObject([form]);
	});

	it.each([
		['nothing', {}, { 'said-ca': 'reply-none' }],
		['half of it', { 'said-es': es.said }, { 'done-es': 'reply-done' }],
		['too much', { 'said-it': 'è'.repeat(201), 'done-it': 'x' }, { 'said-it': 'reply-said' }],
		[
			'a place that there is not',
			{ place: 'nowhere', 'said-es': 'x', 'done-es': 'y' },
			{ place: 'lab-place' }
		]
	])('are told when they say %s, and nothing is lost or said', async (_, fields, codes) => {
		const { status, data } = await say({ place: '', ...fields });
		expect(status).toBe(400);
		const found = Object.entries(data.problems as Record<string, { code: string }>);
		expect(Object.fromEntries(found.map(([field, { code }]) => [field, code]))).toEqual(codes);
		expect(data.typed.texts.es.said).toBe((fields as Record<string, string>)['said-es'] ?? '');
		expect(await published()).toEqual([]);
	});
});

describe('everybody', () => {
	let city: Server;
	const at = () => city.database.db;
	const text = async (path: string, from = city) => (await fetch(from.address + path)).text();
	const by = { staff: 'somebody', need: null };

	// a whole Plaza of its own for each
	beforeEach(async () => {
		city = await foundCity();
	});

	it('reads it in her language, else in the city’s, as text and with its day, until it is taken back', async () => {
		const said = new Date('2026-05-04T10:00:00Z');
		const id = await sayPublicly(at(), { place: null, texts: { es } }, by, said);
		const page = await text('/es/sessions');
		expect(page).toContain('Pedido y hecho');
		expect(page).toContain('Falta una rampa &lt;b>en&lt;/b> la biblioteca.');
		expect(page).toContain('4 de mayo de 2026');
		expect(await text('/ar/sessions')).toMatch(/lang="es" dir="auto">La rampa está desde mayo/);
		const seen = { id, revision: 1 };
		await changePublicReply(at(), seen, { place: null, texts: { es, ar } }, 'somebody', new Date());
		expect(await text('/ar/sessions')).toMatch(/lang="ar" dir="auto">صار هناك/);
		await changePublicReply(at(), { id, revision: 2 }, null, 'somebody', new Date());
		expect(await text('/es/sessions')).not.toContain('Pedido y hecho');
	});

	it('keeps the newest thirty', async () => {
		for (let n = 0; n < 32; n++) {
			const texts = { es: { said: `Pedido ${n}.`, done: `Hecho ${n}.` } };
			await sayPublicly(at(), { place: null, texts }, by, new Date(Date.UTC(2026, 0, n + 1)));
		}
		const page = await text('/es/sessions');
		expect(new Set(page.match(/Hecho \d+\./g)).size).toBe(30);
		expect(page.indexOf('Hecho 31.')).toBeLessThan(page.indexOf('Hecho 2.'));
		expect(page).not.toContain('Hecho 1.');
	});

	it('has it on phones without internet: the pages with it are fetched anew, and no others', async () => {
		await addLab(at(), { name: 'Lab Raval', place: null, address: '' }, new Date());
		const packed = async () => {
			const { pages } = JSON.parse(await text('/api/packs/es?modules=start,trainer')) as {
				pages: { url: string; revision: string }[];
			};
			return new Map(pages.map(({ url, revision }) => [url, revision]));
		};
		const before = await packed();
		await sayPublicly(at(), form, by, new Date());
		const after = await packed();
		const changed = [...after].filter(([url, revision]) => before.get(url) !== revision);
		expect(changed.map(([url]) => url).sort()).toEqual([
			'/es/neighbourhood',
			'/es/sessions',
			'/es/trainer/session/wall'
		]);
	});

	it('sees the same at a hub, also after the city came back from a backup', async () => {
		const id = await sayPublicly(at(), form, by, new Date());
		const hub = await openLab(city);
		await meetCity(hub);
		expect(await text('/es/sessions', hub)).toContain('La rampa está desde mayo.');
		expect(await text('/es/trainer/session/wall', hub)).toContain('La rampa está desde mayo.');
		await changePublicReply(at(), { id, revision: 1 }, null, 'somebody', new Date());
		await meetCity(hub);
		expect(await text('/es/sessions', hub)).not.toContain('La rampa');

		await changePublicReply(at(), { id, revision: 2 }, form, 'somebody', new Date());
		await meetCity(hub);
		expect(await text('/es/sessions', hub)).toContain('La rampa está desde mayo.');
		// the backup is older than what was said
		await at().deleteFrom('public_replies').execute();
		await at().deleteFrom('publications').where('kind', '=', 'public-reply').execute();
		await setEpoch(at());
		await meetCity(hub);
		expect(await text('/es/sessions', hub)).not.toContain('La rampa');
	});

	it('hears of it by the feed once, and of its end', async () => {
		const feed = async (since = '') =>
			JSON.parse(await text(`/api/feed${since && `?since=${since}`}`)) as Feed;
		const { cursor } = await feed();
		const id = await sayPublicly(at(), form, by, new Date());
		const news = await feed(cursor);
		expect(news.publications).toMatchObject([{ id, kind: 'public-reply', body: form }]);
		await changePublicReply(at(), { id, revision: 1 }, null, 'somebody', new Date());
		expect((await feed(news.cursor)).publications).toMatchObject([{ id, body: null }]);
	});
});
