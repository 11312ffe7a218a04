/** One idea in a sentence: what ties two of them together is counted, in the signs and words that a writer sees. */
import type { Language } from '../../domain/language.ts';

export const mostCommas = 2;

/** Words that tie a second sentence to the first, by language. */
const joining: Record<Language, string> = {
	ca: 'però|perquè|quan|si|mentre|encara que|així que',
	es: 'pero|porque|cuando|si|mientras|aunque|así que',
	it: 'ma|perché|quando|se|mentre|anche se|così che',
	fr: 'mais|parce que|car|quand|lorsque|si|pendant que',
	nl: 'maar|omdat|want|als|wanneer|terwijl|hoewel',
	en: 'but|because|so|when|if|while|although',
	pt: 'mas|porque|quando|se|enquanto|embora',
	ar: '[وف]?(?:لكن|لأن|عندما|إذا|بينما)'
};

export interface Ideas {
	commas: number;
	/** Words that tie a second sentence to the first. */
	joined: number;
}

/** The commas and joining words of a sentence. */
export function ideasIn(sentence: string, lang: Language): Ideas {
	const words = new RegExp(`(?<![\\p{L}\\p{M}])(?:${joining[lang]})(?![\\p{L}\\p{M}])`, 'giu');
	return {
		commas: (sentence.match(/[,،]/g) ?? []).length,
		joined: (sentence.match(words) ?? []).length
	};
}

/** What makes a sentence more than one idea; nothing when it is one. */
export function tooManyIdeas(sentence: string, lang: Language): string | undefined {
	const sign = /[;؛()[\]]/.exec(sentence)?.[0];
	if (sign !== undefined) return `"${sign}" in "${sentence}": make 2 sentences of it`;
	const { commas, joined } = ideasIn(sentence, lang);
	if (commas > mostCommas) {
		return `${commas} commas in "${sentence}": write at most ${mostCommas}, or 2 sentences`;
	}
	if (joined > 1) return `${joined} joining words in "${sentence}": write 2 sentences`;
	return undefined;
}
