/** Every filter of the inbox gives what a plain reading of all needs gives, and every number beside it is true. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { facetsOf } from '../../src/lib/domain/inbox-facets.ts';
import {
	ages,
	channels,
	hasKinds,
	nobody,
	noPlace,
	readFilter,
	usualFilter,
	writeFilter,
	type InboxFilter
} from '../../src/lib/domain/inbox-filter.ts';
import { cityStates } from '../../src/lib/domain/need-state.ts';
import {
	anyFilter,
	anyReach,
	ask,
	isIn,
	isReached,
	oneLab,
	oneSession,
	openInbox,
	readAll,
	self,
	themes,
	values
} from './inbox-needs.ts';

openInbox();

test('any filter gives whoever asks the needs she may see, the oldest promise first, page by page and back', async () => {
	const all = await readAll();
	await fc.assert(
		fc.asyncProperty(anyFilter, anyReach, async (filter, within) => {
			const isWanted = (row: (typeof all)[number]) => isIn(row, filter) && isReached(row, within);
			const wanted = all.filter(isWanted).map(({ id }) => id);
			const seen: string[] = [];
			let page = await ask(filter, undefined, within);
			for (;;) {
				seen.push(...page.rows.map(({ id }) => id));
				if (!page.next) break;
				page = await ask(filter, { after: page.next }, within);
			}
			expect(seen).toEqual(wanted);
			const back = page.rows.map(({ id }) => id);
			while (page.previous) {
				page = await ask(filter, { before: page.previous }, within);
				back.unshift(...page.rows.map(({ id }) => id));
			}
			expect(back).toEqual(wanted);
		}),
		{ numRuns: 80 }
	);
});

test('every number beside a choice is how many needs that choice would give', async () => {
	const all = await readAll();
	await fc.assert(
		fc.asyncProperty(anyFilter, anyReach, async (filter, within) => {
			const { counts } = await ask(filter, undefined, within);
			const mine = all.filter((row) => isReached(row, within));
			const truth = (changed: Partial<InboxFilter>) =>
				mine.filter((row) => isIn(row, { ...filter, ...changed })).length;
			expect(counts.cut.size).toBe(0);
			expect([counts.total, counts.city]).toEqual([truth({}), all.length]);
			for (const state of ['open', 'all', ...cityStates] as const) {
				expect([state, counts.state.get(state) ?? 0]).toEqual([state, truth({ state })]);
			}
			for (const age of ages) expect(counts.age.get(age) ?? 0).toBe(truth({ age }));
			expect(counts.due.get('overdue') ?? 0).toBe(truth({ due: 'overdue' }));
			const choices: [keyof InboxFilter & keyof typeof counts, readonly string[]][] = [
				['topic', values.topic],
				['place', ['nord', 'sud', noPlace]],
				['lang', values.lang],
				['channel', channels],
				['has', hasKinds],
				['label', ['in-work', 'received', 'read']],
				['department', ['parks', nobody]],
				['assignee', [self, 'bea', nobody]],
				['lab', [oneLab]],
				['session', [oneSession]],
				['lesson', ['m/l', 'm/k']],
				['told', ['group', 'paper']],
				['theme', themes],
				['step', filter.lesson ? values.step : []]
			];
			for (const [part, of] of choices) {
				for (const choice of of) {
					const given = (counts[part] as Map<string, number>).get(choice) ?? 0;
					const step = part === 'lesson' ? { step: null } : {};
					expect([part, choice, given]).toEqual([
						part,
						choice,
						truth({ [part]: choice, ...step } as Partial<InboxFilter>)
					]);
				}
			}
		}),
		{ numRuns: 80 }
	);
});

test('a filter is all in its address, and what stands there means the same again', () => {
	fc.assert(
		fc.property(anyFilter, (filter) => {
			expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
		})
	);
	expect(writeFilter(usualFilter)).toBe('');
	expect(facetsOf(usualFilter, self).size).toBe(0);
});
