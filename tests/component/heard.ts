/** What can be heard of something that is drawn, in each language, on a phone that has no voice of its own. */
import { flushSync, unmount, type Component } from 'svelte';
import '../../src/lib/ui/tokens.css';
import '../../src/lib/ui/base.css';
import '../../src/lib/ui/elements.css';
import { directionOf, type Language } from '../../src/lib/domain/language.ts';
import { piecesOf } from '../../src/lib/domain/sentence.ts';
import { citizenDictionaries } from '../../src/lib/i18n/dictionaries.ts';
import { citizenWords, type CitizenWords } from '../../src/lib/i18n/translator.ts';
import { spokenParts as spokenWords } from '../../src/lib/server/voices/spoken.ts';
import { spokenIn, spokenParts } from '../../src/lib/ui/spoken-parts.ts';
import { drawInWords } from './draw-in-words.svelte.ts';

/** Draws a screen with what it is given, looks at it, and takes it away. */
export class Listener {
	/** Words that can be seen and are not read, that have no sound, or that are not marked while they are read. */
	readonly silent: string[] = [];
	/** The texts that were heard. */
	readonly heard = new Set<string>();
	readonly lang: Language;
	readonly t: CitizenWords;
	readonly #sounds: ReadonlySet<string>;

	private constructor(lang: Language, t: CitizenWords, sounds: ReadonlySet<string>) {
		[this.lang, this.t, this.#sounds] = [lang, t, sounds];
	}

	/** @param names what the city named, of which it makes the sounds itself */
	static async of(lang: Language, names: readonly string[]): Promise<Listener> {
		const source = { words: await citizenDictionaries(lang), modules: [], lessons: {} };
		const sounds = [...(spokenWords(lang, source).get('') ?? []), ...names];
		return new Listener(lang, await citizenWords(lang, 'lesson', 'phone', 'lab'), new Set(sounds));
	}

	listen<Given extends object>(what: Component<Given>, shown: NoInfer<Given>): void {
		const root = document.documentElement;
		[root.lang, root.dir] = [this.lang, directionOf(this.lang)];
		root.classList.add('js');
		const target = document.body.appendChild(document.createElement('main'));
		const drawn = drawInWords(target, this.t, what as Component, shown);
		flushSync();
		this.#hear(target);
		void unmount(drawn);
		target.remove();
	}

	#hear(screen: HTMLElement): void {
		const parts = spokenParts(screen);
		for (const text of visibleTexts(screen)) {
			if (!parts.some((part) => part.contains(text))) this.silent.push(`not read: ${text.data}`);
		}
		for (const part of parts) {
			if (!isMarked(part)) this.silent.push(`not marked: ${part.textContent}`);
		}
		for (const { sentence, isOwn, part } of parts.flatMap(spokenIn)) {
			const hasSound =
				this.#sounds.has(sentence) || piecesOf(sentence).every((piece) => this.#sounds.has(piece));
			if (hasSound) this.heard.add(sentence);
			// nobody has to hear her code, which is there as a picture too
			else if (!isOwn && !part.matches('.letters')) this.silent.push(`no sound: ${sentence}`);
		}
	}
}

/** Do the colours of what is read win over those of a card or a button? */
function isMarked(part: HTMLElement): boolean {
	const plain = document.body.appendChild(document.createElement('p'));
	const looks = [plain, part].map((element) => {
		element.style.transition = 'none';
		element.classList.add('read-now');
		const { backgroundColor, color } = getComputedStyle(element);
		element.classList.remove('read-now');
		return `${color} on ${backgroundColor}`;
	});
	plain.remove();
	return looks[0] === looks[1];
}

function visibleTexts(screen: Element): Text[] {
	const texts: Text[] = [];
	const walker = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const text = walker.currentNode as Text;
		const element = text.parentElement;
		const isSeen =
			element?.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) &&
			!element.closest('[aria-hidden=true], .seen-by-readers-only, textarea');
		if (isSeen && /[\p{L}\p{N}]/u.test(text.data)) texts.push(text);
	}
	return texts;
}
