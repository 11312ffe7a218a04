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
	// one after the other, so that her trainer sees what was last
	let noted = Promise.resolve();
	type InSession = typeof import('$lib/device/session/state.ts');
	const note = (what: (state: InSession) => Promise<void>) => {
		noted = noted.then(async () => {
			const { readJoined } = await import('$lib/device/joined.ts');
			if (await readJoined()) await what(await import('$lib/device/session/state.ts'));
		});
		noted = noted.catch(() => undefined);
	};

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
		/** In a session her trainer sees whether she is stuck. */
		stuck(lesson: string, isStuck: boolean) {
			note(({ noteStuck }) => noteStuck(lesson, isStuck));
		},
		/** Shows a step as done at once, and keeps the fact. */
		async keep(lesson: string, fact: StepFact, lang: Language) {
			const ids = done?.[lesson] ?? [];
			if (!ids.includes(fact.step)) done = { ...done, [lesson]: [...ids, fact.step] };
			const kept = memory().then(({ keepStep }) => keepStep(lesson, fact, lang));
			note(async ({ noteStep }) => {
				await kept;
				await noteStep(lesson, fact.step);
			});
			await kept;
			if (fact.rule) tries = await (await memory()).triesMade();
		}
	};
}
