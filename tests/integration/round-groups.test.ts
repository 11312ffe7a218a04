/** What everybody reads of a round in which people fall into groups: sums of each group, and nothing that tells of one person. */
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, test } from 'vitest';
import type { Opinion } from '../../src/lib/domain/consensus.ts';
import type { ShownRound } from '../../src/lib/domain/round.ts';
import { resultsOf } from '../../src/lib/domain/round-results.ts';
import { setWords } from '../../src/lib/i18n/context.ts';
import { citizenWords } from '../../src/lib/i18n/translator.ts';
import { roundLines } from '../../src/lib/server/published-rounds.ts';
import RoundResults from '../../src/routes/[lang=lang]/neighbourhood/RoundResults.svelte';
import { newId } from './invented.ts';

const statements = ['bancos', 'sombra', 'fuentes', 'luces'].map((text) => ({
	...{ id: newId(), text },
	lang: 'es' as const
}));

/** Twelve who want the first two and eight who want the others; one of those eight says nothing to the last. */
const opinions: Opinion[] = Array.from({ length: 20 }, (_, person) =>
	statements.flatMap(({ id }, at) =>
		person === 19 && at === 3
			? []
			: [{ person: `p${person}`, statement: id, vote: person < 12 === at < 2 ? 1 : -1 } as Opinion]
	)
).flat();

const results = resultsOf(opinions) ?? expect.fail('no results');
const round: ShownRound = {
	...{ id: newId(), challenge: newId(), results, isOpen: true, until: '', statements }
};

async function page(lang: 'es' | 'ar'): Promise<string> {
	const t = await citizenWords(lang, 'phone', 'lab');
	const Framed = (renderer: never, props: never) => {
		setWords(t);
		return (RoundResults as unknown as (...given: never[]) => unknown)(renderer, props);
	};
	const props = { round, results, lang };
	return (await render(Framed as unknown as Component<typeof props>, { props })).body;
}

describe('a round with two groups', () => {
	test.each([
		['es', 'Grupo'],
		['ar', 'المجموعة']
	] as const)(
		'shows in %s each of them below each statement, in bars and in the table',
		async (lang, word) => {
			const body = await page(lang);
			expect(results.groups).toHaveLength(2);
			for (const at of [1, 2]) {
				expect(body.match(new RegExp(`<p class="group[^>]*>${word} ${at}</p>`, 'g'))).toHaveLength(
					4
				);
				expect(body.match(new RegExp(`<th scope="row"[^>]*>${word} ${at}</th>`, 'g'))).toHaveLength(
					4
				);
			}
			expect(body.match(/<svg class="turns/g)).toHaveLength(12);
		}
	);

	test('tells only counts of five and more, in steps of five, in the page and in its file', () => {
		const [columns = [], ...lines] = roundLines(round);
		expect(columns.filter((name) => String(name).startsWith('group'))).toHaveLength(6);
		// a line for each statement, none for a person
		expect(lines).toHaveLength(statements.length);
		const counts = lines.flatMap((line) =>
			line.filter((cell, at) => /agree|pass/.test(String(columns[at])) && cell !== null)
		);
		expect(counts.length).toBeGreaterThan(0);
		for (const count of counts) expect(Number(count) % 5).toBe(0);
		expect(JSON.stringify(lines)).not.toMatch(/p\d+"/);
	});
});
