/** Keeps a draft within half a second of a change, and at once when the page hides. */
import type { NeedDraft } from '$lib/device/database.ts';
import { noPlace, type NeedFormInput, type NeedFormProblem } from '$lib/domain/need-form.ts';
import { topics } from '$lib/domain/need.ts';

const pause = 300;

export class NeedDraftKeeper {
	#keep: (draft: NeedFormInput) => Promise<void>;
	#told: (kept: boolean) => void;
	#pending: NeedFormInput | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#keeping = Promise.resolve();

	/** `told` hears whether the last change is kept. */
	constructor(keep: (draft: NeedFormInput) => Promise<void>, told: (kept: boolean) => void) {
		this.#keep = keep;
		this.#told = told;
	}

	changed(draft: NeedFormInput): void {
		this.#pending = draft;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), pause);
	}

	/** Keeps the last change now, and waits until it is kept. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		const draft = this.#pending;
		this.#pending = undefined;
		// sealing takes how long it takes: an older draft must not be kept after a newer one
		if (draft) this.#keeping = this.#keeping.then(() => this.#keepNow(draft));
		await this.#keeping;
	}

	/** The need is being kept: a late draft must not come back after it. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#pending = undefined;
	}

	async #keepNow(draft: NeedFormInput): Promise<void> {
		try {
			await this.#keep(draft);
			this.#told(true);
		} catch {
			// no room: the words stay on the screen, and sending says what to do
			this.#told(false);
		}
	}
}

/** A form in which nothing stands yet. */
export const empty: NeedFormInput = {
	topic: '',
	words: '',
	place: '',
	publish: false,
	lesson: '',
	step: '',
	age: '',
	gender: ''
};

/** The screen on which something is missing. */
export const screenOf: Record<NeedFormProblem, string> = {
	topic: 'topic',
	blank: 'words',
	'too-long': 'words',
	place: 'place'
};

/** What a draft brings back into the form; the lesson she comes from now counts before the one she came from then. */
export function inputOf(draft: NeedDraft, { lesson, step }: NeedFormInput): NeedFormInput {
	const { topic = '', words, place = '', publish, from, about } = draft;
	return {
		topic,
		words,
		place: place ?? noPlace,
		publish,
		lesson: lesson || (from?.lesson ?? ''),
		step: step || (from?.step ?? ''),
		age: about?.age ?? '',
		gender: about?.gender ?? ''
	};
}

/** What the address says of where she comes from, and of what she may want to tell. */
export function cameFrom(search: string): Pick<NeedFormInput, 'lesson' | 'step' | 'topic'> {
	const { lesson = '', step = '', topic = '' } = Object.fromEntries(new URLSearchParams(search));
	return { lesson, step, topic: topics.find((known) => known === topic) ?? '' };
}
