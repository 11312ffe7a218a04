// What of an answer to many is missing or not hers is said, and nothing is half kept or sent.
import { describe, expect, test } from 'vitest';
import { prepareAnswers, readTargets } from '../../src/lib/server/answers.ts';
import {
	ana,
	batchIn,
	city,
	enter,
	openAnsweringCity,
	prepare,
	staff,
	tell
} from './answering-city.ts';

openAnsweringCity();

const words = { 'words-es': 'Arreglamos la luz en {place}.', 'words-ar': 'نصلح المصباح.' };

const prepareAll = (ids: string[], form: Record<string, string> = {}) =>
	prepare(ids, { ...words, ...form });

describe('What cannot be sent', () => {
	test('says what is missing and keeps what was typed; nothing is half kept', async () => {
		const { id } = await tell();
		const other = await tell('nl');
		const both = [id, other.id];
		const refused = await prepareAll(both, { kind: '', fallback: 'ca', 'words-es': 'Hola {name}' });
		expect(refused.status).toBe(400);
		expect(refused.data.problems).toEqual({
			kind: { code: 'kind' },
			fallback: { code: 'answer-fallback' },
			'words-es': { code: 'answer-place-holder' }
		});
		expect(refused.data.typed.texts).toMatchObject({ es: 'Hola {name}', ar: words['words-ar'] });
		// where everybody reads her own language, no other is asked for
		expect((await prepareAll([id], { fallback: 'ca' })).status).toBe(303);
		const long = await prepareAll([id], { 'words-es': `{place}${'a'.repeat(1950)}` });
		expect(long.data.problems).toEqual({ 'words-es': { code: 'answer-long' } });
		const nobody = await prepareAll(['no-id', '00000000-0000-4000-8000-000000000000']);
		expect(nobody.data.problems).toEqual({ needs: { code: 'answer-nobody' } });
	});

	test('nobody sends what a colleague only prepares, and nobody without the right answers at all', async () => {
		const { id } = await tell();
		const prepared = await prepareAll([id]);
		await city.addMember('bea@city.example');
		await city.addMember('reader@city.example', 'reader');
		const bea = await enter('bea@city.example');
		expect((await bea.post(`${prepared.location}?/send`)).status).toBe(403);
		expect((await bea.open(prepared.location ?? '')).data.isOwn).toBe(false);
		const reader = await enter('reader@city.example');
		for (const page of ['/staff/answers', '/staff/answers/new', prepared.location ?? '']) {
			expect((await reader.open(page)).location).toBe('/staff/refused');
		}
		expect((await readTargets(city.db, batchIn(prepared)))[0]?.result).toBeNull();
	});

	test('what is prepared can be written anew, until it is sent', async () => {
		const { id } = await tell();
		const batch = batchIn(await prepareAll([id]));
		const page = `/staff/answers/new?draft=${batch}`;
		expect((await ana.open(page)).data.draft.texts.es).toBe(words['words-es']);
		const form = { kind: 'declined', fallback: 'es', 'words-es': 'Otra cosa' };
		const again = await ana.post(`/staff/answers/new?/prepare&draft=${batch}`, form);
		expect(batchIn(again)).toBe(batch);
		await ana.post(`${again.location}?/send`);
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
