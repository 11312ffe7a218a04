/** What each move does on a pretend phone, and which move leads on. */
import { isTyped } from './practice-facts.ts';
import type {
	PhoneBlock,
	PhoneConditions,
	PhoneMove,
	PhonePractice,
	PhoneScreen,
	PhoneState
} from './practice-phone.ts';

/** More states than this make a practice that nobody can keep in mind, and a search that an old phone would feel. */
export const mostPhoneStates = 3000;

/** The phone as it lies there at the beginning. */
export function openPhone(practice: PhonePractice): PhoneState {
	const screen = practice.screens[0]?.id ?? '';
	return { type: 'phone', screen, facts: practice.facts, typed: {} };
}

/** The screen that is open. */
export function openScreen(practice: PhonePractice, state: PhoneState): PhoneScreen | undefined {
	return practice.screens.find(({ id }) => id === state.screen);
}

/** Do all these facts hold? A fact that nothing has made is `no`. */
export function holds(
	conditions: PhoneConditions | undefined,
	facts: PhoneState['facts']
): boolean {
	return Object.entries(conditions ?? {}).every(([fact, wanted]) =>
		[wanted].flat().includes(facts[fact] ?? 'no')
	);
}

/** What is on the open screen now. */
export function visibleBlocks(practice: PhonePractice, state: PhoneState): PhoneBlock[] {
	const blocks = openScreen(practice, state)?.blocks ?? [];
	return blocks.filter((block) => holds(block.when, state.facts));
}

/** Is what the task asks for reached? */
export function isPhoneReached(practice: PhonePractice, state: PhoneState): boolean {
	return holds(practice.goal, state.facts);
}

/**
 * The state after a move, and the words that say why it does not lead on, where it does not. A move that the open screen
 * does not offer changes nothing.
 */
export function movePhone(
	practice: PhonePractice,
	state: PhoneState,
	move: PhoneMove
): { state: PhoneState; miss?: string } {
	const know = (fact: string, value: string): PhoneState => ({
		...state,
		facts: { ...state.facts, [fact]: value }
	});
	if (move.move === 'back') {
		const back = openScreen(practice, state)?.back;
		return { state: back === undefined ? state : { ...state, screen: back } };
	}
	const blocks = visibleBlocks(practice, state);
	if (move.move === 'tap') {
		const tap = move.block;
		if (!blocks.includes(tap)) return { state };
		if (!holds(tap.needs, state.facts)) return { state, miss: tap.else ?? '' };
		const facts = { ...state.facts, ...tap.set };
		const moved = { ...state, facts, screen: tap.go ?? state.screen };
		return tap.miss === undefined ? { state: moved } : { state: moved, miss: tap.miss };
	}
	const block = blocks.find((each) => each.kind === move.move && each.id === move.id);
	if (!block) return { state };
	if (move.move === 'switch') {
		return { state: know(move.id, state.facts[move.id] === 'yes' ? 'no' : 'yes') };
	}
	if (move.move === 'pick') return { state: know(move.id, move.option) };
	const fits = block.kind === 'type' && isTyped(move.words, block.value);
	const typed = { ...state.typed, [move.id]: move.words };
	return { state: { ...know(move.id, fits ? 'yes' : 'no'), typed } };
}

/** Every move that the open screen offers; what is typed is typed as it should be. */
export function movesOn(practice: PhonePractice, state: PhoneState): PhoneMove[] {
	const moves = visibleBlocks(practice, state).flatMap((block): PhoneMove[] => {
		if (block.kind === 'tap') return [{ move: 'tap', block }];
		if (block.kind === 'switch') return [{ move: 'switch', id: block.id }];
		if (block.kind === 'type') {
			const isTyped = state.facts[block.id] === 'yes';
			return isTyped ? [] : [{ move: 'type', id: block.id, words: block.value }];
		}
		if (block.kind !== 'pick') return [];
		return block.options
			.filter(({ id }) => id !== state.facts[block.id])
			.map(({ id }) => ({ move: 'pick', id: block.id, option: id }));
	});
	const isDeeper = openScreen(practice, state)?.back !== undefined;
	return isDeeper ? [...moves, { move: 'back' }] : moves;
}

/** A state that can be reached, and how many moves and which one led there first. */
export interface PhonePlace {
	state: PhoneState;
	from?: { place: PhonePlace; move: PhoneMove };
}

/**
 * Every state that can be reached from here, the nearest first; a reached goal leads nowhere further.
 * @returns nothing more after `mostPhoneStates` states
 */
export function explorePhone(practice: PhonePractice, from: PhoneState): PhonePlace[] {
	const places: PhonePlace[] = [{ state: from }];
	const known = new Set([nameOf(from)]);
	for (const place of places) {
		if (isPhoneReached(practice, place.state)) continue;
		for (const move of movesOn(practice, place.state)) {
			const { state } = movePhone(practice, place.state, move);
			const name = nameOf(state);
			if (known.has(name)) continue;
			known.add(name);
			places.push({ state, from: { place, move } });
			if (places.length > mostPhoneStates) return places;
		}
	}
	return places;
}

/** The moves that lead to a place, in their order. */
export function wayTo(place: PhonePlace): PhoneMove[] {
	return place.from ? [...wayTo(place.from.place), place.from.move] : [];
}

/** The shortest way from here to the goal; nothing when there is none, or when it is reached. */
export function phoneWay(practice: PhonePractice, from: PhoneState): PhoneMove[] {
	const reached = explorePhone(practice, from).find(({ state }) => isPhoneReached(practice, state));
	return reached ? wayTo(reached) : [];
}

/** States with this name differ in nothing that can be seen or judged, but for the words of a field. */
export function nameOf(state: PhoneState): string {
	const facts = Object.entries(state.facts).filter(([, value]) => value !== 'no');
	return JSON.stringify([state.screen, facts.sort()]);
}
