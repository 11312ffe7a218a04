/** Staff see in which of the city's languages something is not written yet, and of several texts how many. */
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import { languageNames } from '../../src/lib/domain/language.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { formatsOf } from '../../src/lib/ui/staff/formats.ts';
import MissingLanguages from '../../src/lib/ui/staff/MissingLanguages.svelte';
import InStaffWords from './in-staff-words.svelte';

const cityLanguages = ['es', 'ca', 'ar'];

async function drawn(texts: object[]): Promise<string> {
	const { container } = await render(InStaffWords, {
		t: await staffWords('en'),
		what: MissingLanguages as unknown as Component<Record<string, unknown>>,
		given: { texts, cityLanguages, formats: formatsOf('en') }
	});
	return container.textContent.replace(/\s+/g, ' ').trim();
}

test('names them, each in its own language', async () => {
	const t = await staffWords('en');
	const { ca, ar } = languageNames;
	expect(await drawn([{ es: 'Sombra' }])).toBe(`${t('publicReplies.missing')} ${ca}, ${ar}`);
});

test('counts of several texts those that lack it', async () => {
	const said = await drawn([
		{ es: 'Sombra', ca: 'Ombra', ar: 'ظل' },
		{ es: 'Luz' },
		{ es: 'Agua', ar: 'ماء' }
	]);
	expect(said).toContain(`${languageNames.ca} (2)`);
	expect(said).toContain(`${languageNames.ar} (1)`);
	expect(said).not.toContain(languageNames.es);
});

test('says nothing where all is written', async () => {
	expect(await drawn([{ es: 'Sombra', ca: 'Ombra', ar: 'ظل' }])).toBe('');
});
