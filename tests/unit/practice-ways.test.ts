/** Whoever reads the task and the screens can do what is asked, in every practice of every lesson. */
import { expect, describe, it } from 'vitest';
import { isPractised } from '../../src/lib/domain/practice.ts';
import type { InboxPractice } from '../../src/lib/domain/practice-inbox.ts';
import type { PhoneMove, PhonePractice, PhoneState } from '../../src/lib/domain/practice-phone.ts';
import {
	isPhoneReached,
	movePhone,
	openPhone,
	visibleBlocks
} from '../../src/lib/domain/practice-phone-moves.ts';
import { getLesson, listModules } from '../../src/lib/server/lessons.ts';
import { readWays } from '../ways.ts';

const ways = readWays();
const practices = listModules('en').flatMap(({ lessons }) =>
	lessons.flatMap(({ module, slug }) =>
		(getLesson('en', module, slug)?.steps ?? []).flatMap((step) =>
			step.kind === 'practice'
				? [{ name: `${module}/${slug}/${step.id}`, practice: step.practice }]
				: []
		)
	)
);

describe('the way that a person goes', () => {
	it('is written for every practice, and for no other', () => {
		expect([...ways.keys()].sort()).toEqual(practices.map(({ name }) => name).sort());
	});

	it.each(practices)('through $name reaches what is asked, and not before its end', (each) => {
		const way = ways.get(each.name) ?? [];
		if (each.practice.type === 'phone') walk(each.practice, way);
		else if (each.practice.type === 'inbox') judge(each.practice, way);
		else expect(way.at(-1)).toMatch(/^(Book|Save the change)$/);
	});
});

function walk(practice: PhonePractice, way: string[]): void {
	let state = openPhone(practice);
	for (const line of way) {
		expect(isPhoneReached(practice, state), `done before "${line}"`).toBe(false);
		const moved = movePhone(practice, state, moveOf(practice, state, line));
		expect(moved.miss, `"${line}" does not lead on`).toBeUndefined();
		expect(moved.state, `"${line}" changes nothing`).not.toEqual(state);
		state = moved.state;
	}
	expect(isPhoneReached(practice, state), 'the way ends before the goal').toBe(true);
}

function moveOf(practice: PhonePractice, state: PhoneState, line: string): PhoneMove {
	if (line === 'Back') return { move: 'back' };
	const [name, ...typed] = line.split(' = ');
	const there = visibleBlocks(practice, state);
	for (const block of there) {
		if (block.kind === 'type' && block.words === name && typed.length > 0)
			return { move: 'type', id: block.id, words: typed.join(' = ') };
		if (block.kind === 'switch' && block.words === line) return { move: 'switch', id: block.id };
		if (block.kind === 'tap' && block.words === line) return { move: 'tap', block };
		const option =
			block.kind === 'pick' ? block.options.find(({ words }) => words === line) : undefined;
		if (block.kind === 'pick' && option) return { move: 'pick', id: block.id, option: option.id };
	}
	throw new Error(
		`no "${line}" on "${state.screen}", only: ${there.map(({ words }) => words).join(' | ')}`
	);
}

function judge(practice: InboxPractice, way: string[]): void {
	const verdicts = Object.fromEntries(
		way.map((line) => {
			const at = line.lastIndexOf(': ');
			const message = practice.messages.find(({ from }) => from === line.slice(0, at));
			const verdict: 'trap' | 'safe' = line.slice(at + 2) === 'trap' ? 'trap' : 'safe';
			return [message?.id ?? `nobody wrote "${line}"`, verdict];
		})
	);
	expect(Object.keys(verdicts)).toEqual(practice.messages.map(({ id }) => id));
	expect(isPractised(practice, { type: 'inbox', verdicts })).toBe(true);
}
