/** Where a need stands at the city, and how staff may move it. Phones know fewer states: need.ts. */
import { needStates, type NeedState } from './need.ts';

/** `joined` to another need, whose answers go to its person too; `hidden` because it is no need that a city can answer. */
export const cityStates = [...needStates, 'joined', 'hidden'] as const;

export type CityState = (typeof cityStates)[number];

/** The states that wait for the city. */
export const openStates = ['received', 'read', 'in work'] as const satisfies CityState[];

/** A person of the staff has read it, and it stands for itself: only such words go further, where their person agreed. */
export const readStates = [
	'read',
	'in work',
	'answered',
	'declined'
] as const satisfies CityState[];

/**
 * Which states staff may set next by a step. Only the citizen withdraws, an answer can be added to; joining and hiding,
 * and their undoing, have steps of their own.
 */
export const nextStates: Record<CityState, readonly NeedState[]> = {
	received: ['read', 'in work', 'answered', 'declined'],
	read: ['in work', 'answered', 'declined'],
	'in work': ['read', 'answered', 'declined'],
	answered: ['in work', 'answered', 'declined'],
	declined: ['in work', 'answered', 'declined'],
	withdrawn: [],
	joined: [],
	hidden: []
};

/** May a need go from one state to the other by a hand of the staff? */
export function mayBecome(from: CityState, to: NeedState): boolean {
	return nextStates[from].includes(to);
}

/** The state that a phone is told: those of years ago know only the six of need.ts. */
export function stateForPhone(state: CityState): NeedState {
	return state === 'joined' || state === 'hidden' ? 'read' : state;
}
