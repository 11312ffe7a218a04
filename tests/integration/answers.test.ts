// Answers to many needs at once: to each in her language, once, and to nobody whose need changed meanwhile.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isNeedNews, type News } from '../../src/lib/domain/sync.ts';
import { prepareAnswers, readTargets } from '../../src/lib/server/answers.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { sendAnswers } from '../../src/lib/server/send-answers.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { aNeed, aWithdrawal, newId, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;
let staff: string;

beforeAll(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
	await replaceNeighbourhoods(city.db, [{ id: 'sol', name: 'Plaza del Sol' }]);
});
afterAll(() => city.close());

async function tell(lang = 'es', place: string | null = null) {
	const secrets = newSecrets();
	const need = aNeed('Hace falta luz', { secrets, lang, body: { place } });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

async function heard({ secrets }: Awaited<ReturnType<typeof tell>>): Promise<News | undefined> {
	const request = { v: 1 as const, submissions: [], watch: [secrets.watch] };
	return (await receive(city, request, new Date())).replies.find(isNeedNews);
}

const words = { 'words-es': 'Arreglamos la luz en {place}.', 'words-ar': 'نصلح المصباح.' };

async function prepare(ids: string[], form: Record<string, string> = {}) {
	const page = `/staff/answers/new?/prepare&needs=${ids.join(',')}`;
	return browser.post(page, { kind: 'answered', fallback: 'es', ...words, ...form });
}

const batchIn = ({ location = '' }: { location?: string }) => location.split('/').at(-1) ?? '';

describe('Many at once', () => {
	test('each person gets the answer in her language, with her neighbourhood, and others in the one that was chosen', async () => {
		const inSol = await tell('es', 'sol');
		const told = [inSol, await tell('ar'), await tell('sw')];
		const prepared = await prepare(told.map(({ id }) => id));
		const { data } = await browser.open(prepared.location ?? '');
		expect(
			data.previews.map(({ lang, many, others }: Record<string, unknown>) => [lang, many, others])
		).toEqual([
			['es', 2, 1],
			['ar', 1, 0]
		]);
		// as the page of a citizen will show it
		expect(data.previews[0].words).toBe('Arreglamos la luz en Plaza del Sol.');
		expect((await heard(inSol))?.messages).toEqual([]);
		expect((await browser.post(`${prepared.location}?/send`)).status).toBe(303);
		const [es, ar, sw] = await Promise.all(told.map(heard));
		expect(es).toMatchObject({
			state: 'answered',
			messages: [{ lang: 'es', words: 'Arreglamos la luz en Plaza del Sol.' }]
		});
		expect(ar?.messages).toMatchObject([{ lang: 'ar', words: 'نصلح المصباح.' }]);
		expect(sw?.messages).toMatchObject([{ lang: 'es' }]);
	});

	test('a need that changed meanwhile or was taken back is left out and named; nothing is overwritten', async () => {
		const [stays, changed, gone] = [await tell(), await tell(), await tell()];
		const prepared = await prepare([stays.id, changed.id, gone.id]);
		const { changed_at: seen } = await city.db
			.selectFrom('needs')
			.select('changed_at')
			.where('id', '=', changed.id)
			.executeTakeFirstOrThrow();
		const reply = { words: 'Antes', lang: 'es' };
		await takeStep(city.db, { need: changed.id, to: 'answered', staff, seen, reply });
		await receive(city, { v: 1, submissions: [aWithdrawal(gone.secrets)] }, new Date());
		const before = (await browser.open(prepared.location ?? '')).data;
		expect(before.leftOut.map(({ need }: { need: string }) => need)).toEqual([changed.id, gone.id]);
		await browser.post(`${prepared.location}?/send`);
		const { data } = await browser.open(prepared.location ?? '');
		expect(data.sent).toBe(1);
		expect(data.leftOut).toMatchObject([
			{ need: changed.id, why: 'changed' },
			{ need: gone.id, why: 'withdrawn' }
		]);
		expect((await heard(changed))?.messages.map(({ words }) => words)).toEqual(['Antes']);
		expect((await heard(stays))?.messages).toHaveLength(1);
	});

	test('killed in the middle, it goes on where it was: everybody gets it, nobody twice, also when two send at once', async () => {
		const told = await Promise.all(Array.from({ length: 60 }, () => tell()));
		const id = batchIn(await prepare(told.map(({ id }) => id)));
		// the city dies while the 40th is written: those of the same transaction did not get it either
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin
				if (select count(*) from need_messages where batch = new.batch) = 39 then
					raise exception 'power cut';
				end if;
				return new;
			end $$`.execute(city.db);
		await sql`create trigger die before insert on need_messages for each row execute function die()`.execute(
			city.db
		);
		await expect(sendAnswers(city.db, id, staff)).rejects.toThrow('power cut');
		await sql`drop trigger die on need_messages`.execute(city.db);
		const { data } = await browser.open(`/staff/answers/${id}`);
		expect([data.sent, data.waiting]).toEqual([25, 35]);
		const list = (await browser.open('/staff/answers')).data.answers;
		expect(list[0]).toMatchObject({ page: `/staff/answers/${id}`, isUnfinished: true });
		const again = () => sendAnswers(city.db, id, staff);
		await Promise.all([again(), again(), again()]);
		await browser.post(`/staff/answers/${id}?/send`);
		const got = await Promise.all(told.map(async (one) => (await heard(one))?.messages.length));
		expect(got).toEqual(told.map(() => 1));
		const after = (await browser.open('/staff/answers')).data.answers;
		expect(after[0]).toMatchObject({ many: 60, isUnfinished: false });
		const log = await city.db
			.selectFrom('activity')
			.select(['action', 'detail'])
			.where('subject', '=', `answers:${id}`)
			.orderBy('seq')
			.execute();
		expect(log.map(({ action }) => action)).toEqual(['answers.begun', 'answers.sent']);
		expect(log[1]?.detail).toEqual({ sent: 60 });
	});

	test('all needs of a theme are answered at once, without those that a hand took out', async () => {
		const [inIt, takenOut] = [await tell(), await tell()];
		const theme = newId();
		await city.db
			.insertInto('themes')
			.values({ id: theme, name: 'Luz', made_at: new Date() })
			.execute();
		const row = { theme, received_at: new Date(), by: 'hand' as const };
		await city.db
			.insertInto('theme_needs')
			.values([
				{ ...row, need: inIt.id },
				{ ...row, need: takenOut.id, removed: true }
			])
			.execute();
		const page = `/staff/answers/new?/prepare&theme=${theme}`;
		const prepared = await browser.post(page, { kind: 'answered', fallback: 'es', ...words });
		await browser.post(`${prepared.location}?/send`);
		expect((await heard(inIt))?.messages).toHaveLength(1);
		expect((await heard(takenOut))?.messages).toEqual([]);
	});

	test('at most 500 at once, of the inbox’s filter too, and the page says that there are more', async () => {
		const submissions = Array.from({ length: 501 }, () =>
			aNeed('Muchas', { lang: 'pt', body: { topic: 'device' } })
		);
		for (let at = 0; at < submissions.length; at += 500) {
			await receive(city, { v: 1, submissions: submissions.slice(at, at + 500) }, new Date());
		}
		const { data } = await browser.open('/staff/answers/new?topic=device&lang=pt');
		expect([data.many, data.rest]).toEqual([500, 1]);
		expect(data.spoken).toEqual([{ lang: 'pt', many: 500 }]);
		const ticked = submissions.slice(0, 2).map(({ id }) => `&need=${id}&page=${id}`);
		const ofForm = `/staff/answers/new?of=chosen&list=${encodeURIComponent('?topic=device')}`;
		expect((await browser.open(ofForm + ticked.join(''))).data.many).toBe(2);
		const ofList = ofForm.replace('chosen', 'list');
		expect((await browser.open(ofList + ticked.join(''))).data.many).toBe(500);
		const prepared = await browser.post('/staff/answers/new?/prepare&topic=device&lang=pt', {
			kind: 'declined',
			fallback: 'es',
			'words-es': 'No podemos. El {date} llegó {number}.'
		});
		expect((await browser.open(prepared.location ?? '')).data.waiting).toBe(500);
	});
});

describe('What cannot be sent', () => {
	test('says what is missing and keeps what was typed; nothing is half kept', async () => {
		const { id } = await tell();
		const other = await tell('nl');
		const both = [id, other.id];
		const refused = await prepare(both, { kind: '', fallback: 'ca', 'words-es': 'Hola {name}' });
		expect(refused.status).toBe(400);
		expect(refused.data.problems).toEqual({
			kind: { code: 'kind' },
			fallback: { code: 'answer-fallback' },
			'words-es': { code: 'answer-place-holder' }
		});
		expect(refused.data.typed.texts).toMatchObject({ es: 'Hola {name}', ar: words['words-ar'] });
		// where everybody reads her own language, no other is asked for
		expect((await prepare([id], { fallback: 'ca' })).status).toBe(303);
		const long = await prepare([id], { 'words-es': `{place}${'a'.repeat(1950)}` });
		expect(long.data.problems).toEqual({ 'words-es': { code: 'answer-long' } });
		const nobody = await prepare(['no-id', '00000000-0000-4000-8000-000000000000']);
		expect(nobody.data.problems).toEqual({ needs: { code: 'answer-nobody' } });
	});

	test('nobody sends what a colleague only prepares, and nobody without the right answers at all', async () => {
		const { id } = await tell();
		const prepared = await prepare([id]);
		await city.addMember('bea@city.example');
		await city.addMember('reader@city.example', 'reader');
		const bea = openBrowser();
		await bea.signIn('bea@city.example', password);
		expect((await bea.post(`${prepared.location}?/send`)).status).toBe(403);
		expect((await bea.open(prepared.location ?? '')).data.isOwn).toBe(false);
		const reader = openBrowser();
		await reader.signIn('reader@city.example', password);
		for (const page of ['/staff/answers', '/staff/answers/new', prepared.location ?? '']) {
			expect((await reader.open(page)).location).toBe('/staff/refused');
		}
		expect((await readTargets(city.db, batchIn(prepared)))[0]?.result).toBeNull();
	});

	test('what is prepared can be written anew, until it is sent', async () => {
		const { id } = await tell();
		const batch = batchIn(await prepare([id]));
		const page = `/staff/answers/new?draft=${batch}`;
		expect((await browser.open(page)).data.draft.texts.es).toBe(words['words-es']);
		const form = { kind: 'declined', fallback: 'es', 'words-es': 'Otra cosa' };
		const again = await browser.post(`/staff/answers/new?/prepare&draft=${batch}`, form);
		expect(batchIn(again)).toBe(batch);
		await browser.post(`${again.location}?/send`);
		const row = await city.db
			.selectFrom('needs')
			.select(['id', 'number', 'lang', 'changed_at as changedAt'])
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const late = {
			...{ kind: 'answered' as const, label: null },
			...{ texts: { es: 'Tarde' }, fallback: 'es' as const }
		};
		const by = { staff, draft: batch };
		expect(await prepareAnswers(city.db, late, [row], by, new Date())).toBeUndefined();
	});
});

describe('Templates', () => {
	test('are kept by topic, show what is missing, and their words go behind what is typed', async () => {
		const form = {
			name: 'Luz',
			topic: 'safety',
			state: 'answered',
			'words-es': 'Arreglamos {place}.'
		};
		expect((await browser.post('/staff/templates?/add', form)).status).toBe(303);
		const [template] = (await browser.open('/staff/templates')).data.templates;
		expect(template).toMatchObject({
			name: 'Luz',
			topic: 'safety',
			by: 'Name of ana@city.example'
		});
		const { id, revision } = template;
		const filled = await browser.post('/staff/answers/new?/template', {
			template: id,
			'words-es': 'Hola.',
			kind: ''
		});
		expect(filled.data.typed).toMatchObject({
			texts: { es: 'Hola.\n\nArreglamos {place}.' },
			kind: 'answered'
		});
		const seen = { id, revision: String(revision) };
		const change = { ...form, ...seen, name: 'Farolas' };
		expect((await browser.post('/staff/templates?/change', change)).location).toContain('kept');
		const old = await browser.post('/staff/templates?/change', change);
		expect([old.status, old.data.isOld]).toEqual([409, true]);
		const retired = await browser.post('/staff/templates?/retire', { id, revision: '2' });
		expect(retired.location).toContain('retired');
		const gone = await browser.post('/staff/answers/new?/template', { template: id });
		expect(gone.data.problems).toEqual({ template: { code: 'template-none' } });
	});

	test('a template without a name, words or kind is not kept', async () => {
		const { status, data } = await browser.post('/staff/templates?/add', { topic: 'no topic' });
		expect(status).toBe(400);
		expect(Object.keys(data.problems).sort()).toEqual(['name', 'state', 'texts', 'topic']);
	});
});

describe('One reply', () => {
	const typed = { kind: '', words: 'Hola.', lang: 'es' };

	test('a template is filled in for this need, behind what is typed; nothing is sent', async () => {
		const { id } = await tell('es', 'sol');
		const form = { name: 'Aquí', topic: '', state: 'answered', 'words-es': 'En {place}.' };
		await browser.post('/staff/templates?/add', form);
		const page = `/staff/needs/${id}`;
		const [template] = (await browser.open(page)).data.templates;
		const filled = await browser.post(`${page}?/template`, { ...typed, template: template.id });
		expect(filled.data.typed).toMatchObject({
			kind: 'answered',
			words: 'Hola.\n\nEn Plaza del Sol.'
		});
		const other = { ...typed, lang: 'ca', template: template.id };
		const refused = await browser.post(`${page}?/template`, other);
		expect(refused.data).toMatchObject({
			typed: { words: 'Hola.' },
			problems: { template: 'template-none' }
		});
		expect((await browser.post(`${page}?/check`, typed)).data.typed).toMatchObject(typed);
		expect((await browser.open(page)).data.need.messages).toEqual([]);
	});

	test('what was answered to many can be said to everybody, without what is of one need alone', async () => {
		const { id } = await tell('es', 'sol');
		const text = 'Arreglamos la luz en {place}. El {date} llegó la número {number}. Gracias.';
		const prepared = await prepare([id], { 'words-es': text });
		await browser.post(`${prepared.location}?/send`);
		const page = `/staff/public-replies?answer=${batchIn(prepared)}`;
		const { publishable } = (await browser.open(page)).data;
		expect(publishable).toMatchObject({ needs: 1, texts: { ar: words['words-ar'] } });
		expect(publishable.texts.es).toMatch(/^Arreglamos la luz en .*\. +Gracias\.$/);
		expect(publishable.texts.es).not.toContain('Sol');
		const ofNeed = (await browser.open(`/staff/public-replies?need=${id}`)).data.publishable;
		expect(ofNeed.texts.es).toContain('Plaza del Sol');
	});

	test('whoever reaches only her department’s needs answers only those', async () => {
		const [own, other] = [await tell(), await tell()];
		await sql`insert into departments (id, name) values ('works', 'Works')`.execute(city.db);
		const member = await city.addMember('cleo@city.example', 'department');
		await sql`update staff set department = 'works' where id = ${member.id}`.execute(city.db);
		await sql`update needs set department = 'works' where id = ${own.id}`.execute(city.db);
		const cleo = openBrowser();
		await cleo.signIn('cleo@city.example', password);
		const page = `/staff/answers/new?needs=${own.id},${other.id}`;
		expect((await cleo.open(page)).data.many).toBe(1);
		expect((await cleo.open('/staff/answers')).data.answers).toEqual([]);
	});
});
