/** The files of sentences: each is fetched once for a reading, and the next one comes while this one is heard. */
import { nameOfSentence, piecesOf } from '../domain/sentence.ts';
import type { Spoken } from './spoken-parts.ts';

export class SoundFiles {
	/** Was one here? */
	came = false;
	/** Could the city not be asked for one that is not on this phone? */
	unreached = false;
	#files = new Map<string, Promise<Blob | undefined>>();
	#stop: AbortSignal;

	constructor(stop: AbortSignal) {
		this.#stop = stop;
	}

	/** The sound of a sentence; where it has none of its own, because something is filled in, those of its pieces. */
	async of({ lang, sentence, isOwn }: Omit<Spoken, 'part'>): Promise<Blob[]> {
		if (isOwn) return [];
		const whole = await this.#file(lang, sentence);
		if (whole) return [whole];
		const pieces = piecesOf(sentence);
		if (pieces.length < 2 && pieces[0] === sentence) return [];
		const files = await Promise.all(pieces.map((piece) => this.#file(lang, piece)));
		// a number alone would say nothing
		const first = pieces.findIndex((piece) => /\p{L}/u.test(piece));
		return first >= 0 && !files[first] ? [] : files.filter((file) => file !== undefined);
	}

	#file(lang: string, words: string): Promise<Blob | undefined> {
		const path = `/voices/${lang}/${nameOfSentence(words)}`;
		const known = this.#files.get(path) ?? this.#fetch(path);
		this.#files.set(path, known);
		return known;
	}

	async #fetch(path: string): Promise<Blob | undefined> {
		try {
			const response = await fetch(path, { signal: this.#stop });
			if (!response.ok) return undefined;
			this.came = true;
			return await response.blob();
		} catch {
			this.unreached ||= !this.#stop.aborted;
			return undefined;
		}
	}
}
