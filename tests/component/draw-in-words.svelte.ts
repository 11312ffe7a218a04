import { mount, type Component } from 'svelte';
import type { CitizenWords } from '../../src/lib/i18n/translator.ts';
import InWords from './learn-in-words.svelte';

/** Draws something in the words of a language; what it binds is held as a page would hold it. */
export function drawInWords(target: Element, t: CitizenWords, what: Component, shown: object) {
	const given = $state(shown);
	return mount(InWords, { target, props: { t, what, given } });
}
