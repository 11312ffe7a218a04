/** What can be joined to what, what looks alike, and the page of two needs. */
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { mostJoined } from '../../src/lib/domain/join.ts';
import type { NeedState } from '../../src/lib/domain/need.ts';
import { joinNeeds } from '../../src/lib/server/joins.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { readSimilar } from '../../src/lib/server/similar.ts';
import { aNeed, newId, newSecrets } from './invented.ts';
import { openBrowser } from './staff-browser.ts';
import { password } from './staff-city.ts';
import { city, staff, tell, read, join, step, withdraw, openJoins } from './joined-needs.ts';

openJoins();

describe('what cannot be joined', () => {
	const to = async (state: NeedState) => {
		const need = await tell();
		await step(need, state, 'Dicho antes.');
		return need;
	};
	test('a need that was answered, or to whose person something was said; it can lead', async () => {
		const one = await tell();
		const answered = await to('answered');
		expect(await join(answered, one)).toEqual({ problem: 'state', state: 'answered' });
		await step(answered, 'in work');
		expect(await join(answered, one)).toEqual({ problem: 'heard' });
		expect(await join(one, answered)).toMatchObject({ root: answered.id });
	});

	test('a need that was taken back, neither to another one nor another one to it', async () => {
		const [one, gone] = [await tell(), await tell()];
		await withdraw(gone);
		expect(await join(gone, one)).toEqual({ problem: 'state', state: 'withdrawn' });
		expect(await join(one, gone)).toEqual({ problem: 'to-state', state: 'withdrawn' });
	});

	test('a need to itself, to its own member, to one that there is not', async () => {
		const [one, other] = [await tell(), await tell()];
		expect(await join(one, one)).toEqual({ problem: 'same' });
		await join(other, one);
		expect(await join(one, other)).toEqual({ problem: 'same' });
		expect(await join(other, one)).toEqual({ problem: 'same' });
		expect(await join(one, { ...one, id: newId() })).toEqual({ problem: 'unknown' });
	});

	test('a need that a colleague has changed meanwhile; of ten joins at once one is made', async () => {
		const [one, other] = [await tell(), await tell()];
		const seen = (await read(other.id)).changed_at;
		await step(other, 'read');
		const seenTo = (await read(one.id)).changed_at;
		const late = await joinNeeds(city.db, { need: other.id, to: one.id, staff, seen, seenTo });
		expect(late).toEqual({ problem: 'changed', state: 'read' });
		const now = (await read(other.id)).changed_at;
		const all = await Promise.all(
			Array.from({ length: 10 }, () =>
				joinNeeds(city.db, { need: other.id, to: one.id, staff, seen: now, seenTo })
			)
		);
		expect(all.filter((each) => 'join' in each)).toHaveLength(1);
	});

	test('two needs each to the other at the same time: one of them leads', async () => {
		const [one, other] = [await tell(), await tell()];
		const both = await Promise.all([join(one, other), join(other, one)]);
		expect(both.filter((each) => 'join' in each)).toHaveLength(1);
	});

	test(`more than ${mostJoined} to one`, async () => {
		const [one, two] = [await tell(), await tell()];
		const needs = Array.from({ length: mostJoined }, () => aNeed('Lo mismo'));
		for (let at = 0; at < mostJoined; at += 500) {
			await receive(city, { v: 1, submissions: needs.slice(at, at + 500) }, new Date());
		}
		await city.db
			.updateTable('needs')
			.set({ state: 'joined', joined_to: one.id })
			.where(
				'id',
				'in',
				needs.map(({ id }) => id)
			)
			.execute();
		expect(await join(two, one)).toEqual({ problem: 'full' });
	});
});

describe('the page of two needs', () => {
	test('is only for whoever may join; it shows both, joins, undoes and splits by plain forms', async () => {
		const [one, other] = [await tell(), await tell()];
		await city.addMember('lea@city.example', 'reader');
		const reader = openBrowser();
		await reader.signIn('lea@city.example', password);
		const page = `/staff/needs/${other.id}/join`;
		expect((await reader.open(page)).location).toBe('/staff/refused');
		expect((await reader.post(`${page}?/join`)).location).toBe('/staff/refused');
		expect((await reader.open(`/staff/needs/${other.id}`)).data.alike).toBeNull();
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const { number } = await read(one.id);
		const { data } = await browser.open(`${page}?number=%23${number}`);
		expect(data.other).toMatchObject({ id: one.id, words: 'Falta una rampa en la biblioteca' });
		const form = {
			...{ other: one.id, lead: one.id },
			...{ seen: String(data.need.seen), 'root-other': String(data.other.seenRoot) }
		};
		const done = await browser.post(`${page}?/join`, form);
		expect(done.location).toBe(`/staff/needs/${other.id}?thread=joined#thread`);
		expect((await browser.post(`${page}?/join`, form)).data.refusal.problem).toBe('changed');
		const { thread } = (await browser.open(`/staff/needs/${other.id}`)).data.alike;
		expect(thread.root.id).toBe(one.id);
		const undone = await browser.post(`${page}?/undo`, { join: thread.undo });
		expect(undone.location).toBe(`/staff/needs/${other.id}?thread=undone#thread`);
		expect((await read(other.id)).joined_to).toBeNull();
		// whoever goes through a list of hers stays in it
		const list = `list=${encodeURIComponent('state=all&topic=access')}`;
		const inList = (await browser.open(`${page}?with=${one.id}&${list}`)).data;
		expect(inList.list).toBe(list);
		const seen = { seen: String(inList.need.seen), 'root-other': String(inList.other.seenRoot) };
		const steps: [string, string, Record<string, string>][] = [
			['join', 'joined', { other: one.id, lead: one.id, ...seen }],
			['undo', 'undone', {}],
			['join', 'joined', { other: one.id, lead: one.id }],
			['split', 'split', {}]
		];
		for (const [act, told, fields] of steps) {
			const { need, alike } = (await browser.open(`/staff/needs/${other.id}?${list}`)).data;
			const { location } = await browser.post(`${page}?/${act}&${list}`, {
				...seen,
				...{ seen: String(need.changedAt.getTime()), join: alike.thread.undo ?? '' },
				...fields
			});
			expect(location).toBe(`/staff/needs/${other.id}?${list}&thread=${told}#thread`);
		}
		for (const bad of ['', 'x', '0', '99999999999999999999']) {
			expect((await browser.open(`${page}?number=${bad}`)).data.other).toBeUndefined();
		}
		expect((await browser.post(`${page}?/undo`, { join: 'x' })).status).toBe(404);
	});
});

describe('needs that look alike', () => {
	test('are suggested, the likest first; other wishes, other languages and the own thread are not', async () => {
		const words = 'El ascensor de la biblioteca de la plaza Mayor no funciona desde marzo';
		const need = await tell(words);
		const same = await tell(`${words}, por favor`);
		const near = await tell('No funciona el ascensor de la biblioteca de la plaza Mayor');
		await tell('Quiero aprender a pedir cita médica por internet');
		const secrets = newSecrets();
		const foreign = aNeed(words, { secrets, lang: 'pt' });
		await receive(city, { v: 1, submissions: [foreign] }, new Date());
		while (await makeSearchable(city.db));
		const ids = async () => (await readSimilar(city.db, need.id)).map(({ id }) => id);
		expect(await ids()).toEqual([same.id, near.id]);
		await join(same, near);
		// the likest is joined: its root stands for it
		expect(await ids()).toEqual([near.id]);
		await join(need, near);
		expect(await ids()).toEqual([]);
	});

	test('from 0.4 on and not below; of opposite wishes too, and nothing joins them by itself', async () => {
		const words = 'La calle Ancha debe ser solo para peatones los domingos por la mañana';
		const need = await tell(words);
		const others = [
			'La calle Ancha no debe ser solo para peatones los domingos por la mañana',
			'La calle Ancha debe ser para coches los domingos por la mañana',
			'Los domingos por la mañana la calle es para peatones',
			'Los domingos por la tarde hay ruido en la calle Ancha',
			'La calle Ancha tiene agujeros',
			'Quiero un curso de ordenador por la mañana'
		];
		for (const other of others) await tell(other);
		while (await makeSearchable(city.db));
		const { rows } = await sql<{ id: string; alike: number }>`
			select other.id, similarity(other.plain, own.plain) as alike from needs other, needs own
			where own.id = ${need.id} and other.id <> own.id`.execute(city.db);
		const wanted = rows.filter((each) => each.alike >= 0.4).map(({ id }) => id);
		expect(wanted.length).toBeGreaterThan(1);
		expect(wanted.length).toBeLessThan(others.length);
		const found = await readSimilar(city.db, need.id);
		expect(found.map(({ id }) => id).sort()).toEqual(wanted.sort());
		const joined = await city.db
			.selectFrom('needs')
			.select('id')
			.where('joined_to', 'is not', null)
			.where('id', 'in', [need.id, ...wanted])
			.execute();
		expect(joined).toEqual([]);
	});
});
