/** Who hears only the links of a staff page can tell apart the things to which they lead. */
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import type { DescribedNaming } from '../../src/lib/domain/idea-thread.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import ChallengeDecisions from '../../src/lib/ui/staff/ChallengeDecisions.svelte';
import IdeaBecame from '../../src/lib/ui/staff/IdeaBecame.svelte';
import InStaffWords from './in-staff-words.svelte';

const order = ['en', 'es'];
const madeAt = new Date('2026-05-03T10:00:00Z');

/** The links of what is drawn: where each leads, and what it is called. */
async function linksOf(what: unknown, given: object): Promise<[string, string][]> {
	const { container } = await render(InStaffWords, {
		t: await staffWords('en'),
		what: what as Component<Record<string, unknown>>,
		given: { order, ...given }
	});
	return [...container.querySelectorAll('a')].map((link) => [
		link.getAttribute('href') ?? '',
		link.textContent.replace(/\s+/g, ' ').trim()
	]);
}

test('what became of an idea is called by its words, or by its day', async () => {
	const t = await staffWords('en');
	const namings: DescribedNaming[] = [
		{ kind: 'decision', thing: 'd1', texts: { es: { what: 'Se plantan árboles' } }, madeAt },
		{ kind: 'decision', thing: 'd2', texts: { en: { what: `Benches ${'x'.repeat(99)}` } }, madeAt },
		{ kind: 'pilot', thing: 'p1', texts: { es: { what: 'Un toldo' } }, madeAt },
		{ kind: 'prioritising', thing: 'c1', texts: {}, madeAt }
	];
	expect(await linksOf(IdeaBecame, { namings, challenge: 'c' })).toEqual([
		['/staff/decisions/d1', `${t('decisions.look')}: Se plantan árboles`],
		['/staff/decisions/d2', `${t('decisions.look')}: Benches ${'x'.repeat(72)}…`],
		['/staff/pilots/p1', `${t('pilots.look')}: Un toldo`],
		['/staff/challenges/c/prioritisings/c1', `${t('priorities.look')}: May 3, 2026`]
	]);
});

test('a link beside the words is called by them too, and the eye sees them once', async () => {
	const decisions = ['Se plantan árboles', 'Abre por la tarde'].map((what, at) => ({
		...{ id: `d${at}`, outcome: 'yes', cost: 'none', publishedAt: madeAt, takenBackAt: null },
		texts: { es: { what, when: 'En mayo', who: 'El centro', why: '' } }
	}));
	const names = (await linksOf(ChallengeDecisions, { decisions, from: false })).map(
		([, name]) => name
	);
	expect(new Set(names).size).toBe(2);
	for (const [at, { texts }] of decisions.entries()) expect(names[at]).toContain(texts.es.what);
	const hidden = document.querySelector('a .seen-by-readers-only');
	expect(hidden?.textContent).toContain('Se plantan árboles');
});
