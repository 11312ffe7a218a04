import { onMount } from 'svelte';
import type { Language } from '$lib/domain/language.ts';
import type { Attempt } from '$lib/domain/attempt.ts';
import type { StepsDone } from '$lib/ui/learn/place.ts';

/**
 * The steps done on this phone: nothing until its memory has been read, which comes after the first
 * paint. Call it while a component is made.
 */
export function useSteps() {
	let done = $state.raw<StepsDone>();
	const memory = () => import('$lib/device/progress.ts');

	onMount(async () => {
		const kept = await (await memory()).stepsDone();
		// steps that were done while the memory was being read stay
		for (const [lesson, ids] of Object.entries(done ?? {})) {
			const before = kept[lesson] ?? [];
			kept[lesson] = [...before, ...ids.filter((id) => !before.includes(id))];
		}
		done = kept;
	});

	return {
		get done() {
			return done;
		},
		/** Shows a step as done at once, and keeps the fact. */
		async finish(lesson: string, step: string, lang: Language, attempt?: Attempt) {
			const ids = done?.[lesson] ?? [];
			if (!ids.includes(step)) done = { ...done, [lesson]: [...ids, step] };
			await (await memory()).finishStep(lesson, step, lang, attempt);
		}
	};
}
