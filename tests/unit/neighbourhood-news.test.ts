import { expect, it } from 'vitest';
import { byPlace } from '../../src/lib/domain/neighbourhood-news.ts';
import type { ShownChallenge } from '../../src/lib/domain/challenge.ts';
import type { ShownIdea } from '../../src/lib/domain/idea.ts';
import type { ShownReply } from '../../src/lib/domain/public-reply.ts';

const names = new Map([
	['raval', 'El Raval'],
	['centre', 'Centre']
]);
const none = { challenges: [], ideas: [], pilots: [], decisions: [], replies: [] };
const asked = (id: string, placeName: string) =>
	({ id, placeName, topic: 'access' }) as ShownChallenge;
const idea = (id: string, challenge: string) => ({ id, challenge }) as ShownIdea;
const reply = (id: string, placeName: string) => ({ id, placeName }) as ShownReply;

it('puts the whole city first, then the neighbourhoods by name, each with its own', () => {
	const challenges = [asked('a', 'El Raval'), asked('b', ''), asked('c', 'Centre')];
	const places = byPlace({ ...none, challenges, replies: [reply('r', 'Centre')] }, names);
	expect(places.map(({ place, name }) => [place, name])).toEqual([
		['', ''],
		['centre', 'Centre'],
		['raval', 'El Raval']
	]);
	expect(places.map(({ replies }) => replies.length)).toEqual([0, 1, 0]);
});

it('puts an idea where its challenge is, with its picture; the newest three, and none without its challenge', () => {
	const ideas = ['1', '2', '3', '4'].map((id) => idea(id, 'a'));
	const all = {
		...none,
		challenges: [asked('a', 'El Raval')],
		ideas: [idea('x', 'gone'), ...ideas]
	};
	const [raval] = byPlace(all, names);
	expect(raval?.ideas.map(({ id, topic }) => [id, topic])).toEqual([
		['1', 'access'],
		['2', 'access'],
		['3', 'access']
	]);
});

it('shows no place of which there is nothing', () => {
	expect(byPlace(none, names)).toEqual([]);
});
