/** What names an idea, and the ideas that something names, as staff see them. */
import type { IdeaTexts } from './idea.ts';
import type { Language } from './language.ts';

/** A pilot that comes from an idea, a prioritising in which it is a thing, or a decision that rests on it. */
export interface Naming {
	kind: 'pilot' | 'prioritising' | 'decision';
	thing: string;
}

/** The same as a staff page tells it from others. */
export interface DescribedNaming extends Naming {
	/** What a pilot or a decision says; nothing for a prioritising. */
	texts: Partial<Record<Language, { what: string }>>;
	madeAt: Date;
}

/** An idea as the staff page of what names it shows it. */
export interface NamedIdea {
	id: string;
	challenge: string;
	lang: string;
	words: string;
	texts: IdeaTexts;
	/** Did staff join it with another one? */
	isJoined: boolean;
}
