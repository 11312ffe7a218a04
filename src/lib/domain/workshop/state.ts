/** A workshop on the trainer's device: what was said, how it was put together, and what became of it. */
import type { Topic } from '../need.ts';
import { isBlank } from '../words.ts';
import { mostGroups } from '../workshop.ts';

/** Something that people need, as it was said. */
export interface SaidNeed {
	id: string;
	words: string;
	/** The need that was told to the city with these words. */
	need?: string;
}

export interface NeedGroup {
	id: string;
	/** What its needs share; empty until somebody says it. */
	name: string;
	topic: Topic;
	/** Ids of what is in it. */
	needs: string[];
}

/** Hands that were counted for a group. */
export interface Hands {
	yes: number;
	not: number;
	neither: number;
}

export interface Workshop {
	id: string;
	needs: SaidNeed[];
	groups: NeedGroup[];
	/** The mark of the ballot on which the room votes; none before the vote begins. */
	mark?: string;
	/** Shown hands by group, where the room does not vote by codes. */
	hands?: Record<string, Hands>;
	/** What the city was told last, as text, and when: a result that changed since can be told again. */
	told?: { at: number; as: string };
}

/** What is in no group yet. */
export function ungrouped({ needs, groups }: Workshop): SaidNeed[] {
	const placed = new Set(groups.flatMap((group) => group.needs));
	return needs.filter(({ id }) => !placed.has(id));
}

/**
 * Puts needs into a group, out of any other; without one into a new group of this id. A group that is left empty goes.
 * A ninth group is not made.
 */
export function putTogether(workshop: Workshop, needs: string[], group: string): Workshop {
	const isNew = workshop.groups.every(({ id }) => id !== group);
	const fresh: NeedGroup = { id: group, name: '', topic: 'other', needs: [] };
	const without = takeOut(workshop, needs, group).groups;
	if (isNew && without.length >= mostGroups) return workshop;
	const groups = (isNew ? [...without, fresh] : without).map((each) =>
		each.id === group
			? { ...each, needs: [...each.needs.filter((id) => !needs.includes(id)), ...needs] }
			: each
	);
	return { ...workshop, groups };
}

/** Takes needs out of their groups; those that are left empty go, but for the one that `stays`. */
export function takeOut(workshop: Workshop, needs: string[], stays?: string): Workshop {
	const groups = workshop.groups
		.map((each) => ({ ...each, needs: each.needs.filter((id) => !needs.includes(id)) }))
		.filter((each) => each.needs.length > 0 || each.id === stays);
	return { ...workshop, groups };
}

/** Forgets something that was said by mistake. */
export function forgetNeed(workshop: Workshop, need: string): Workshop {
	const { groups } = takeOut(workshop, [need]);
	return { ...workshop, groups, needs: workshop.needs.filter(({ id }) => id !== need) };
}

/** Can the room vote: are there groups, and has each a name? */
export function isNamed({ groups }: Workshop): boolean {
	return groups.length > 0 && groups.every(({ name }) => !isBlank(name));
}
