/**
 * What an author has to mend in a pretend phone before anybody meets it: a goal that cannot be reached, one that is
 * reached by doing nothing, a place without a way out, a tap that does nothing.
 */
import {
	explorePhone,
	isPhoneReached,
	mostPhoneStates,
	movePhone,
	movesOn,
	nameOf,
	openPhone,
	visibleBlocks,
	wayTo,
	type PhonePlace
} from './practice-phone-moves.ts';
import type { PhoneBlock, PhonePractice } from './practice-phone.ts';

/** A mistake, and where in the practice it is. */
export interface PhoneMistake {
	path: PropertyKey[];
	sentence: string;
}

/** Everything to mend; nothing when the practice can be played. */
export function phoneMistakes(practice: PhonePractice): PhoneMistake[] {
	const linked = [...linkMistakes(practice), ...factMistakes(practice)];
	return linked.length > 0 ? linked : playMistakes(practice);
}

function eachBlock(practice: PhonePractice): { block: PhoneBlock; path: PropertyKey[] }[] {
	return practice.screens.flatMap(({ blocks }, s) =>
		blocks.map((block, b) => ({ block, path: ['screens', s, 'blocks', b] }))
	);
}

function linkMistakes(practice: PhonePractice): PhoneMistake[] {
	const ids = new Set(practice.screens.map(({ id }) => id));
	const found: PhoneMistake[] = [];
	const look = (target: string | undefined, path: PropertyKey[]) => {
		if (target !== undefined && !ids.has(target)) {
			found.push({ path, sentence: `there is no screen "${target}"` });
		}
	};
	for (const [s, { back, app, address }] of practice.screens.entries()) {
		look(back, ['screens', s, 'back']);
		if ((app === 'browser') !== (address !== undefined)) {
			found.push({
				path: ['screens', s],
				sentence: 'a browser, and only a browser, has an address'
			});
		}
	}
	for (const { block, path } of eachBlock(practice)) {
		if (block.kind !== 'tap') continue;
		look(block.go, [...path, 'go']);
		if ((block.needs === undefined) !== (block.else === undefined)) {
			found.push({ path, sentence: 'write "needs" and "else" together' });
		}
		if (block.set === undefined && block.go === undefined && block.miss === undefined) {
			found.push({ path, sentence: `"${block.words}" does nothing: write set, go or miss` });
		}
	}
	return found;
}

/** Every fact that is asked for can be made somewhere. */
function factMistakes(practice: PhonePractice): PhoneMistake[] {
	const made = new Map<string, Set<string>>();
	const make = (fact: string, ...values: string[]) => {
		const known = made.get(fact) ?? new Set(['no']);
		for (const value of values) known.add(value);
		made.set(fact, known);
	};
	for (const [fact, value] of Object.entries(practice.facts)) make(fact, value);
	for (const { block } of eachBlock(practice)) {
		if (block.kind === 'tap')
			for (const [fact, value] of Object.entries(block.set ?? {})) make(fact, value);
		if (block.kind === 'switch' || block.kind === 'type') make(block.id, 'yes');
		if (block.kind === 'pick') make(block.id, ...block.options.map(({ id }) => id));
	}
	const found: PhoneMistake[] = [];
	const ask = (conditions: PhonePractice['goal'] | undefined, path: PropertyKey[]) => {
		for (const [fact, wanted] of Object.entries(conditions ?? {})) {
			for (const value of [wanted].flat()) {
				if (made.get(fact)?.has(value)) continue;
				found.push({ path, sentence: `nothing makes "${fact}" become "${value}"` });
			}
		}
	};
	ask(practice.goal, ['goal']);
	for (const { block, path } of eachBlock(practice)) {
		ask(block.when, path);
		if (block.kind === 'tap') ask(block.needs, path);
	}
	return found;
}

function playMistakes(practice: PhonePractice): PhoneMistake[] {
	const start = openPhone(practice);
	if (isPhoneReached(practice, start)) {
		return [{ path: ['goal'], sentence: 'the goal is reached by doing nothing' }];
	}
	const places = explorePhone(practice, start);
	if (places.length > mostPhoneStates) {
		const sentence = `more than ${mostPhoneStates} states: take some switches or choices away`;
		return [{ path: ['screens'], sentence }];
	}
	const goal = places.find(({ state }) => isPhoneReached(practice, state));
	if (!goal) return [{ path: ['goal'], sentence: 'no way leads to the goal' }];
	const found: PhoneMistake[] = [];
	if (wayTo(goal).length === 1) {
		found.push({ path: ['goal'], sentence: 'one tap reaches the goal: ask for more than that' });
	}
	const misses = eachBlock(practice).some(
		({ block }) => block.kind === 'tap' && (block.miss ?? block.else) !== undefined
	);
	if (!misses) {
		const sentence = 'name a near miss: a tap with "miss", or one with "needs" and "else"';
		found.push({ path: ['screens'], sentence });
	}
	for (const [s, { id }] of practice.screens.entries()) {
		if (places.some(({ state }) => state.screen === id)) continue;
		found.push({ path: ['screens', s], sentence: `no way leads to the screen "${id}"` });
	}
	const deadEnd = deadEndAmong(practice, places);
	if (deadEnd) {
		const s = practice.screens.findIndex(({ id }) => id === deadEnd.screen);
		const sentence = `from here, with ${JSON.stringify(deadEnd.facts)}, no way leads to the goal`;
		found.push({ path: ['screens', s], sentence });
	}
	return [...found, ...sameNames(practice, places)];
}

/** A state that can be reached and from which the goal cannot. */
function deadEndAmong(practice: PhonePractice, places: readonly PhonePlace[]) {
	const before = new Map<string, string[]>();
	const leading: string[] = [];
	for (const { state } of places) {
		const name = nameOf(state);
		if (isPhoneReached(practice, state)) {
			leading.push(name);
			continue;
		}
		for (const move of movesOn(practice, state)) {
			const next = nameOf(movePhone(practice, state, move).state);
			before.set(next, [...(before.get(next) ?? []), name]);
		}
	}
	const alive = new Set(leading);
	for (const name of leading) {
		for (const earlier of before.get(name) ?? []) {
			if (alive.has(earlier)) continue;
			alive.add(earlier);
			leading.push(earlier);
		}
	}
	return places.find(({ state }) => !alive.has(nameOf(state)))?.state;
}

/** Two things with one name on one screen: who hears the screen cannot tell them apart. */
function sameNames(practice: PhonePractice, places: readonly PhonePlace[]): PhoneMistake[] {
	const found = new Map<string, PhoneMistake>();
	for (const { state } of places) {
		const names = visibleBlocks(practice, state)
			.filter(({ kind }) => kind !== 'text' && kind !== 'picture' && kind !== 'meter')
			.map(({ words }) => words);
		const twice = names.find((name, n) => names.indexOf(name) < n);
		if (twice === undefined) continue;
		const s = practice.screens.findIndex(({ id }) => id === state.screen);
		const sentence = `two things here are called "${twice}"`;
		found.set(state.screen, { path: ['screens', s], sentence });
	}
	return [...found.values()];
}
