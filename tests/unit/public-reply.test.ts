import { expect, test } from 'vitest';
import { nearestFirst, type ShownReply } from '../../src/lib/domain/public-reply.ts';

const reply = (id: string, place: string | null): ShownReply => ({
	...{ id, place, placeName: '', day: '', said: 'x', done: 'y' },
	lang: 'es'
});

test('a wall shows first what was said for its neighbourhood, then for the whole city, then for others', () => {
	const all = [reply('a', 'sants'), reply('b', null), reply('c', 'raval'), reply('d', 'raval')];
	const order = (place: string | null) => nearestFirst(all, place).map(({ id }) => id);
	expect(order('raval')).toEqual(['c', 'd', 'b', 'a']);
	expect(order(null)).toEqual(['b', 'a', 'c', 'd']);
});
