/** Needs that are joined: each person gets each answer once, whatever staff and citizens do with the joins. */
import { describe, expect, test } from 'vitest';
import { undoJoin } from '../../src/lib/server/joins.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newSecrets } from './invented.ts';
import {
	city,
	staff,
	tell,
	read,
	join,
	split,
	step,
	answer,
	withdraw,
	Phone,
	failure,
	openJoins
} from './joined-needs.ts';

openJoins();

describe('a need that is joined', () => {
	test('stands where its root stands, and its person gets the answer once, at her next connection', async () => {
		const [one, other] = [await tell(), await tell()];
		const phone = new Phone(other);
		await phone.ask();
		expect(await join(other, one)).toMatchObject({ root: one.id });
		expect(await phone.ask()).toEqual({ state: 'received', words: [] });
		await answer(one, 'La rampa llega en mayo.');
		expect(await phone.ask()).toEqual({ state: 'answered', words: ['La rampa llega en mayo.'] });
		expect(phone.news?.messages).toHaveLength(1);
		expect(await read(other.id)).toMatchObject({ state: 'joined', joined_to: one.id });
	});

	test('is told what its root was told before', async () => {
		const [one, other] = [await tell(), await tell()];
		await answer(one, 'La rampa llega en mayo.');
		await join(other, one);
		expect(await new Phone(other).ask()).toEqual({
			state: 'answered',
			words: ['La rampa llega en mayo.']
		});
	});

	test('never shows the words of one person to another', async () => {
		const one = await tell('Soy Hortensia y no puedo subir');
		const other = await tell('No puedo entrar con la silla');
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		const heard = JSON.stringify([await new Phone(other).ask(), await new Phone(one).ask()]);
		expect(heard).not.toMatch(/Hortensia|silla/);
	});

	test('gets an answer that is sealed with its own key where it has one', async () => {
		const [one, secrets] = [await tell(), newSecrets()];
		const need = aNeed('Dicho en un teléfono que otros usan', { secrets, replyKey: secrets.reply });
		await receive(city, { v: 1, submissions: [need] }, new Date());
		const other = { id: need.id, secrets };
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		const phone = new Phone(other);
		expect(await phone.ask()).toEqual({ state: 'answered', words: [] });
		expect(phone.news?.sealed).toBeDefined();
		expect(JSON.stringify(phone.news)).not.toContain('rampa');
	});

	test('takes its own members along, so that there is never a chain', async () => {
		const [a, b, c, d] = [await tell(), await tell(), await tell(), await tell()];
		await join(c, b);
		await join(b, a);
		// d is joined to a member: to its root then
		expect(await join(d, c)).toMatchObject({ root: a.id });
		for (const need of [b, c, d]) expect((await read(need.id)).joined_to).toBe(a.id);
		await answer(a, 'La rampa llega en mayo.');
		for (const need of [a, b, c, d]) {
			expect((await new Phone(need).ask()).words).toEqual(['La rampa llega en mayo.']);
		}
	});

	test('stands in the history of both, and in the log without words', async () => {
		const [one, other] = [await tell('Aquí falta luz'), await tell('Aquí falta luz ya')];
		await join(other, one);
		await split(other);
		const events = await city.db
			.selectFrom('need_events')
			.select(['from_state', 'to_state', 'staff'])
			.where('need', '=', other.id)
			.orderBy('at')
			.execute();
		expect(events).toEqual([
			{ from_state: 'received', to_state: 'joined', staff },
			{ from_state: 'joined', to_state: 'received', staff }
		]);
		const joins = await city.db
			.selectFrom('joins')
			.select(['need', 'root', 'how_ended'])
			.where('root', '=', one.id)
			.execute();
		expect(joins).toEqual([{ need: other.id, root: one.id, how_ended: 'split' }]);
		const log = await city.db
			.selectFrom('activity')
			.select(['action', 'detail'])
			.where('subject', '=', `need:${other.id}`)
			.execute();
		expect(log.map(({ action }) => action)).toEqual(['need.joined', 'need.split']);
		expect(JSON.stringify(log)).not.toContain('luz');
	});
});

describe('a join that was a mistake', () => {
	test('is undone as if it had not been, with those that came along', async () => {
		const [a, b, c] = [await tell(), await tell(), await tell()];
		await step(b, 'in work');
		await join(c, b);
		await answer(a, 'Esto no era para ella.');
		const made = await join(b, a);
		if (!('join' in made)) throw new Error(made.problem);
		expect(await undoJoin(city.db, { join: made.join, staff })).toEqual({ need: b.id });
		expect(await read(b.id)).toMatchObject({ state: 'in work', joined_to: null });
		expect(await read(c.id)).toMatchObject({ state: 'joined', joined_to: b.id });
		expect(await new Phone(b).ask()).toEqual({ state: 'in work', words: [] });
		expect(await new Phone(c).ask()).toEqual({ state: 'in work', words: [] });
		expect(await undoJoin(city.db, { join: made.join, staff })).toEqual(failure('changed'));
	});

	test('can be split later too; what the person was answered stays hers', async () => {
		const [one, other] = [await tell(), await tell()];
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		expect(await split(other)).toBeUndefined();
		await answer(one, 'Ya está.');
		expect(await new Phone(other).ask()).toEqual({
			state: 'answered',
			words: ['La rampa llega en mayo.']
		});
		expect(await split(other)).toEqual(failure('changed'));
	});
});

describe('when the need that leads is taken back', () => {
	test('the oldest of the others leads, with the state and the people who work on it; hers are gone', async () => {
		const [one, second, third] = [await tell('Soy Hortensia'), await tell(), await tell()];
		await city.db
			.updateTable('needs')
			.set({ department: 'obras', promised_on: '2026-12-01' })
			.where('id', '=', one.id)
			.execute();
		await step(one, 'in work');
		await join(third, one);
		await join(second, one);
		await answer(one, 'La rampa llega en mayo.');
		const phone = new Phone(third);
		await phone.ask();
		await withdraw(one);
		expect(await read(second.id)).toMatchObject({
			...{ state: 'answered', joined_to: null },
			...{ department: 'obras', promised_on: '2026-12-01' }
		});
		expect((await read(third.id)).joined_to).toBe(second.id);
		expect(await new Phone(one).ask()).toEqual({ state: 'withdrawn', words: [] });
		await answer(second, 'Ya está.');
		const both = { state: 'answered', words: ['La rampa llega en mayo.', 'Ya está.'] };
		expect(await phone.ask()).toEqual(both);
		expect(await new Phone(second).ask()).toEqual(both);
	});

	test('whoever has left the thread keeps its answer', async () => {
		const [one, other] = [await tell(), await tell()];
		await join(other, one);
		await answer(one, 'La rampa llega en mayo.');
		await split(other);
		await withdraw(one);
		expect((await new Phone(other).ask()).words).toEqual(['La rampa llega en mayo.']);
	});
});
