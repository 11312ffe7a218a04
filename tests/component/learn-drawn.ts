/** Draws a component with English words and Plaza's own look, and empties the address. */
import { type Component } from 'svelte';
import { render } from 'vitest-browser-svelte';
import '../../src/lib/ui/tokens.css';
import '../../src/lib/ui/base.css';
import '../../src/lib/ui/elements.css';
import { citizenWords } from '../../src/lib/i18n/translator.ts';
import InWords from './learn-in-words.svelte';

export async function draw<Given extends object>(what: Component<Given>, given: Given) {
	document.documentElement.classList.add('js');
	location.hash = '';
	return render(InWords, {
		t: await citizenWords('en', 'lesson'),
		what: what as unknown as Component<Record<string, unknown>>,
		given
	});
}
