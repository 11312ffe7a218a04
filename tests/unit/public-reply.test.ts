import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import {
	nearestFirst,
	publicReplySchema,
	type ShownReply
} from '../../src/lib/domain/public-reply.ts';
import { addressOfVoice } from '../../src/lib/domain/public-voice.ts';

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

describe('The voice of what is said to everybody', () => {
	const said = {
		...{ id: '0199aaaa-0000-7000-8000-000000000000', place: null },
		...{ saidAt: '2026-05-04T10:00:00.000Z', texts: { es: { said: 'x', done: 'y' } } }
	};
	const voice = { sha256: 'a_-Z'.repeat(10) + 'abc', size: 300, type: 'audio/webm' };
	const isRead = (voices: unknown) => v.safeParse(publicReplySchema, { ...said, voices }).success;

	it('is told by its hash, size and type, and a reply of an older city has none', () => {
		expect(isRead({ es: voice })).toBe(true);
		expect(v.safeParse(publicReplySchema, said).success).toBe(true);
		expect(addressOfVoice(voice)).toBe(`/public-voices/${voice.sha256}`);
	});

	it.each([
		[
			'a hash that leads elsewhere',
			{ ...voice, sha256: '../../../../api/feed?since=aaaaaaaaaaaaaaaaaaaa' }
		],
		['no bytes', { ...voice, size: 0 }],
		['a size that is none', { ...voice, size: 1.5 }],
		['a page', { ...voice, type: 'text/html' }],
		['a type with more behind it', { ...voice, type: 'audio/webm; codecs=opus' }]
	])('is not taken with %s', (_, wrong) => {
		expect(isRead({ es: wrong })).toBe(false);
	});
});
