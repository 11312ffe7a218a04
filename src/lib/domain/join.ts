/** Joining: several needs that ask for the same get one thread, and every person its answers. */
import { openStates, type CityState } from './need-state.ts';

/**
 * So many needs may be joined to one: what changes the root of a thread writes a row for each. More of one kind are a theme.
 */
export const mostJoined = 1_000;

/**
 * From here on two texts are alike enough to be shown beside each other (pg_trgm's similarity, 0 to 1). Never enough to
 * join them: measured on real texts, opposite opinions reach 0.61, and other wishes in the same words 0.75.
 */
export const alike = 0.4;

/** May a need in this state be joined to another one? Whoever was answered already has her answer. */
export function mayJoin(state: CityState): boolean {
	return openStates.some((open) => open === state);
}

/** May other needs be joined to one in this state? What was answered already is told to whoever is joined to it. */
export function mayLead(state: CityState): boolean {
	return mayJoin(state) || isAnswered(state);
}

/** Has the city said yes or no? */
export function isAnswered(state: CityState): boolean {
	return state === 'answered' || state === 'declined';
}
