import { onMount } from 'svelte';
import type { Language } from '$lib/domain/language.ts';
import type { StepFact } from '$lib/device/progress.ts';
import type { StepsDone, TriesMade } from '$lib/ui/learn/place.ts';

/**
 * The steps done on this phone: nothing until its memory has been read, which comes after the first
 * paint. Call it while a component is made.
 */
export function useSteps() {
	let done = $state.raw<StepsDone>();
	let tries = $state.raw<TriesMade>({});
	let today = $state('');
	const memory = () => import('$lib/device/progress.ts');

	onMount(async () => {
		const { dayOf, endOpenTries, stepsDone, triesMade } = await memory();
		await endOpenTries(performance.timeOrigin);
		const kept = await stepsDone();
		// steps that were done while the memory was being read stay
		for (const [lesson, ids] of Object.entries(done ?? {})) {
			const before = kept[lesson] ?? [];
			kept[lesson] = [...before, ...ids.filter((id) => !before.includes(id))];
		}
		tries = await triesMade();
		today = dayOf(Date.now());
		done = kept;
	});

	return {
		get done() {
			return done;
		},
		get tries() {
			return tries;
		},
		/** The day on the phone's calendar; empty while its memory is not read. */
		get today() {
			return today;
		},
		/** Keeps a try that goes on, so that one that is left is known. */
		async open(lesson: string, fact: StepFact, lang: Language) {
			await (await memory()).openTry(lesson, fact, lang);
		},
		/** Shows a step as done at once, and keeps the fact. */
		async keep(lesson: string, fact: StepFact, lang: Language) {
			const ids = done?.[lesson] ?? [];
			if (!ids.includes(fact.step)) done = { ...done, [lesson]: [...ids, fact.step] };
			const { keepStep, triesMade } = await memory();
			await keepStep(lesson, fact, lang);
			if (fact.rule) tries = await triesMade();
		}
	};
}
