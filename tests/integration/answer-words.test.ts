// With which words an answer begins: of a template, of an answer to many; and to whom whoever reaches few may say them.
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { ana, batchIn, city, enter, openAnsweringCity, prepare, tell } from './answering-city.ts';

openAnsweringCity();

const words = { 'words-es': 'Arreglamos la luz en {place}.', 'words-ar': 'نصلح المصباح.' };

const prepareAll = (ids: string[], form: Record<string, string> = {}) =>
	prepare(ids, { ...words, ...form });

describe('Templates', () => {
	test('are kept by topic, show what is missing, and their words go behind what is typed', async () => {
		const form = {
			name: 'Luz',
			topic: 'safety',
			state: 'answered',
			'words-es': 'Arreglamos {place}.'
		};
		expect((await ana.post('/staff/templates?/add', form)).status).toBe(303);
		const [template] = (await ana.open('/staff/templates')).data.templates;
		expect(template).toMatchObject({
			name: 'Luz',
			topic: 'safety',
			by: 'Name of ana@city.example'
		});
		const { id, revision } = template;
		const filled = await ana.post('/staff/answers/new?/template', {
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
		expect((await ana.post('/staff/templates?/change', change)).location).toContain('kept');
		const old = await ana.post('/staff/templates?/change', change);
		expect([old.status, old.data.isOld]).toEqual([409, true]);
		const retired = await ana.post('/staff/templates?/retire', { id, revision: '2' });
		expect(retired.location).toContain('retired');
		const gone = await ana.post('/staff/answers/new?/template', { template: id });
		expect(gone.data.problems).toEqual({ template: { code: 'template-none' } });
	});

	test('a template without a name, words or kind is not kept', async () => {
		const { status, data } = await ana.post('/staff/templates?/add', { topic: 'no topic' });
		expect(status).toBe(400);
		expect(Object.keys(data.problems).sort()).toEqual(['name', 'state', 'texts', 'topic']);
	});
});

describe('One reply', () => {
	const typed = { kind: '', words: 'Hola.', lang: 'es' };

	test('a template is filled in for this need, behind what is typed; nothing is sent', async () => {
		const { id } = await tell('es', 'sol');
		const form = { name: 'Aquí', topic: '', state: 'answered', 'words-es': 'En {place}.' };
		await ana.post('/staff/templates?/add', form);
		const page = `/staff/needs/${id}`;
		const [template] = (await ana.open(page)).data.templates;
		const filled = await ana.post(`${page}?/template`, { ...typed, template: template.id });
		expect(filled.data.typed).toMatchObject({
			kind: 'answered',
			words: 'Hola.\n\nEn Plaza del Sol.'
		});
		const other = { ...typed, lang: 'ca', template: template.id };
		const refused = await ana.post(`${page}?/template`, other);
		expect(refused.data).toMatchObject({
			typed: { words: 'Hola.' },
			problems: { template: 'template-none' }
		});
		expect((await ana.post(`${page}?/check`, typed)).data.typed).toMatchObject(typed);
		expect((await ana.open(page)).data.need.messages).toEqual([]);
	});

	test('what was answered to many can be said to everybody, without what is of one need alone', async () => {
		const { id } = await tell('es', 'sol');
		const text = 'Arreglamos la luz en {place}. El {date} llegó la número {number}. Gracias.';
		const prepared = await prepareAll([id], { 'words-es': text });
		await ana.post(`${prepared.location}?/send`);
		const page = `/staff/public-replies?answer=${batchIn(prepared)}`;
		const { publishable } = (await ana.open(page)).data;
		expect(publishable).toMatchObject({ needs: 1, texts: { ar: words['words-ar'] } });
		expect(publishable.texts.es).toMatch(/^Arreglamos la luz en .*\. +Gracias\.$/);
		expect(publishable.texts.es).not.toContain('Sol');
		const ofNeed = (await ana.open(`/staff/public-replies?need=${id}`)).data.publishable;
		expect(ofNeed.texts.es).toContain('Plaza del Sol');
	});

	test('whoever reaches only her department’s needs answers only those', async () => {
		const [own, other] = [await tell(), await tell()];
		await sql`insert into departments (id, name) values ('works', 'Works')`.execute(city.db);
		const member = await city.addMember('cleo@city.example', 'department');
		await sql`update staff set department = 'works' where id = ${member.id}`.execute(city.db);
		await sql`update needs set department = 'works' where id = ${own.id}`.execute(city.db);
		const cleo = await enter('cleo@city.example');
		const page = `/staff/answers/new?needs=${own.id},${other.id}`;
		expect((await cleo.open(page)).data.many).toBe(1);
		expect((await cleo.open('/staff/answers')).data.answers).toEqual([]);
	});
});
