import { mount } from 'svelte';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import Band from './Band.svelte';

/** Says above the page which session this phone is in. */
export async function showBand(lab: string, lang: Language): Promise<void> {
	const main = document.querySelector('main');
	if (!main?.parentElement) return;
	const t = await citizenWords(lang, 'lab');
	const props = { href: `/${lang}/session`, words: t('session.band', { lab }) };
	mount(Band, { target: main.parentElement, anchor: main, props });
}
