import { mount } from 'svelte';
import { keepSaying } from '$lib/device/session/say.ts';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import Band from './Band.svelte';

/** Says above the page which session this phone is in, and to the room how far its person is. */
export async function showBand(lab: string, lang: Language): Promise<void> {
	keepSaying();
	const main = document.querySelector('main');
	if (!main?.parentElement) return;
	const t = await citizenWords(lang, 'lab');
	const props = { href: `/${lang}/session`, words: t('session.band', { lab }) };
	mount(Band, { target: main.parentElement, anchor: main, props });
}
