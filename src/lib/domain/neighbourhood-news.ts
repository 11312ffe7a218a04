/** My neighbourhood: everything that a page shows of a place, put together by neighbourhood. */
import type { ShownChallenge } from './challenge.ts';
import type { ShownDecision } from './decision.ts';
import type { ShownIdea } from './idea.ts';
import type { Topic } from './need.ts';
import type { ShownPilot } from './pilot.ts';
import type { ShownReply } from './public-reply.ts';

/** So many ideas and so many of what was said and done stand there of each place; the others are a tap away. */
const mostOf = { ideas: 3, replies: 3 } as const;

/** An idea with the picture of what it is for. */
export interface NearIdea extends ShownIdea {
	topic: Topic;
}

/** All that is of one neighbourhood; `place` and `name` are empty for the whole city. */
export interface NearPlace {
	place: string;
	name: string;
	challenges: ShownChallenge[];
	ideas: NearIdea[];
	pilots: ShownPilot[];
	decisions: ShownDecision[];
	replies: ShownReply[];
}

type All = Pick<NearPlace, 'challenges' | 'pilots' | 'decisions' | 'replies'> & {
	ideas: ShownIdea[];
};

/**
 * By neighbourhood: what is of the whole city first, the others by name. An idea is where its challenge is, and one for
 * a challenge that is not among them is left out. Each list keeps its order.
 * @param names the neighbourhoods by their ids
 */
export function byPlace(all: All, names: ReadonlyMap<string, string>): NearPlace[] {
	const ids = new Map([...names].map(([id, name]) => [name, id]));
	const asked = new Map(all.challenges.map((each) => [each.id, each]));
	const places = new Map<string, NearPlace>();
	const at = (name: string): NearPlace => {
		const there = places.get(name) ?? {
			...{ place: ids.get(name) ?? '', name, challenges: [], ideas: [] },
			...{ pilots: [], decisions: [], replies: [] }
		};
		places.set(name, there);
		return there;
	};
	for (const each of all.challenges) at(each.placeName).challenges.push(each);
	for (const each of all.pilots) at(each.placeName).pilots.push(each);
	for (const each of all.decisions) at(each.placeName).decisions.push(each);
	for (const each of all.replies) at(each.placeName).replies.push(each);
	for (const idea of all.ideas) {
		const of = asked.get(idea.challenge);
		if (of) at(of.placeName).ideas.push({ ...idea, topic: of.topic });
	}
	return [...places.values()]
		.map((each) => ({
			...each,
			ideas: each.ideas.slice(0, mostOf.ideas),
			replies: each.replies.slice(0, mostOf.replies)
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}
