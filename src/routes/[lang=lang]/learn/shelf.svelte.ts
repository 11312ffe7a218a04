import { onMount } from 'svelte';
import type { ShelfAnswer, ShelfQuestion } from '$lib/domain/shelf.ts';

/** What this phone keeps of the modules, and what it could keep; asked of the worker. Call it while a component is made. */
export function useShelf(lang: () => string) {
	let kept = $state.raw<Record<string, string>>({});
	let offered = $state.raw<Record<string, number>>({});
	let coming = $state.raw<{ done: number; count: number }>();
	let isStopped = $state(false);
	let lacking = $state.raw<string[]>();

	onMount(() => void look());

	async function look() {
		for await (const answer of ask({ shelf: lang() })) {
			if (!('kept' in answer)) continue;
			kept = answer.kept;
			offered = answer.offered ?? {};
		}
	}

	return {
		/** The moment at which each kept module was proved to play without internet, or an empty text. */
		get kept() {
			return kept;
		},
		/** Bytes of each module that can be kept. */
		get offered() {
			return offered;
		},
		get coming() {
			return coming;
		},
		/** Did the line break while something came? */
		get isStopped() {
			return isStopped;
		},
		/** The modules that did not pass the proof that was just made. */
		get lacking() {
			return lacking;
		},
		/** Keeps modules on this phone. */
		async keep(modules: string[]) {
			isStopped = false;
			lacking = undefined;
			coming = { done: 0, count: modules.length };
			for await (const answer of ask({ keepModules: modules, lang: lang() })) {
				if ('came' in answer) {
					kept = { ...kept, [answer.came]: '' };
					coming = { done: coming.done + 1, count: modules.length };
				}
				if ('stopped' in answer) isStopped = answer.stopped;
			}
			coming = undefined;
			// what is kept can be looked up without internet too
			await import('$lib/ui/learn/look-up.ts').catch(() => (isStopped = true));
			if (!isStopped) await this.prove();
		},
		/** Opens every lesson from this phone alone. */
		async prove() {
			for await (const answer of ask({ prove: lang() })) {
				if ('lacking' in answer) lacking = answer.lacking;
			}
			await look();
		}
	};
}

/** The answers of the worker, until it has nothing more to say; none where no worker runs. */
async function* ask(question: ShelfQuestion): AsyncGenerator<ShelfAnswer> {
	const worker = navigator.serviceWorker?.controller;
	if (!worker) return;
	const { port1, port2 } = new MessageChannel();
	const answers: ShelfAnswer[] = [];
	let wake = () => {};
	port1.onmessage = ({ data }) => {
		answers.push(data as ShelfAnswer);
		wake();
	};
	worker.postMessage(question, [port2]);
	for (;;) {
		const answer = answers.shift();
		if (answer) {
			yield answer;
			if (!('came' in answer)) break;
		} else await new Promise<void>((resolve) => (wake = resolve));
	}
	port1.close();
}
