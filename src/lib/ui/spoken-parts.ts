/** What is read aloud of a screen: every text that can be seen, sentence by sentence. */
import { sentencesIn } from '../domain/sentence.ts';

export interface Spoken {
	/** The element in which it stands. */
	part: HTMLElement;
	lang: string;
	sentence: string;
	/** Is it hers, or told to her alone? Then no sound of it is made, and nobody is asked for one. */
	isOwn: boolean;
}

const unread =
	'[aria-hidden=true], .seen-by-readers-only, header nav, .skip, textarea, select, script';

/**
 * The elements of a page that are read aloud: its screen and what is urgent first, then what stands around it, then the
 * ways out. A word that can be tapped is part of its sentence.
 */
export function spokenParts(page: Element): HTMLElement[] {
	return partsIn(page).sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf(part: HTMLElement): number {
	if (part.closest('.back, nav')) return 2;
	return part.closest('main, [role=alert]') ? 0 : 1;
}

function partsIn(element: Element): HTMLElement[] {
	const isClosed = element.matches('details:not([open])');
	return [...element.children].flatMap((child) => {
		if (!(child instanceof HTMLElement) || child.matches(unread)) return [];
		if (isClosed && !child.matches('summary')) return [];
		const { display, visibility } = getComputedStyle(child);
		if (display === 'none' || visibility === 'hidden') return [];
		return isPart(child) ? [child] : partsIn(child);
	});
}

/** Does text stand in this very element? */
function isPart(element: HTMLElement): boolean {
	return [...element.childNodes].some((node) =>
		node instanceof Text
			? sentencesIn(node.data).length > 0
			: node instanceof Element && node.matches('.word')
	);
}

/** The sentences of such an element. */
export function spokenIn(part: HTMLElement): Spoken[] {
	const lang = part.closest<HTMLElement>('[lang]')?.lang.slice(0, 2) ?? '';
	const isOwn = part.closest('.said') !== null;
	const label = part.closest('a[aria-label], button[aria-label]')?.getAttribute('aria-label');
	return (label ? [label] : textsIn(part))
		.flatMap(sentencesIn)
		.map((sentence) => ({ part, lang, sentence, isOwn }));
}

/**
 * The texts of an element; one that stands in an element of its own (a size, a name) is a text of its own. `data-heard` says
 * otherwise what is hard to hear.
 */
function textsIn(part: Node): string[] {
	if (part instanceof HTMLElement && part.dataset['heard']) return [part.dataset['heard']];
	const texts: string[] = [];
	let isOpen = false;
	for (const node of part.childNodes) {
		const isInline = node instanceof Text || (node instanceof Element && node.matches('.word'));
		if (isInline) {
			if (isOpen) texts.push(`${texts.pop()}${node.textContent}`);
			else texts.push(node.textContent ?? '');
		} else if (node instanceof Element && !node.matches(unread)) texts.push(...textsIn(node));
		isOpen = isInline || (isOpen && node instanceof Comment);
	}
	return texts;
}
