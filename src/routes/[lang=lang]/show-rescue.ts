import { mount, unmount } from 'svelte';
import type { Language } from '$lib/domain/language.ts';
import Rescue from './Rescue.svelte';
import type { WhyShut } from './rescue.ts';

let shown: ReturnType<typeof mount> | undefined;

/**
 * Stands above the page why this phone's memory is shut, in the place of what stood there before; undefined takes it
 * away. Under a newer Plaza nothing can be written on the page any more, because it could not be kept.
 */
export function showRescue(why: WhyShut | undefined, lang: Language): void {
	const main = document.querySelector('main');
	if (shown) void unmount(shown);
	shown = undefined;
	if (!main?.parentElement) return;
	main.inert = why === 'outdated';
	if (!why) return;
	shown = mount(Rescue, { target: main.parentElement, anchor: main, props: { why, lang } });
}
