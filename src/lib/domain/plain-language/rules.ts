/** What plain-language rules of a language are made of, and how its list of hard words is read. */

export interface HardWord {
	pattern: RegExp;
	simpler: string;
}

export interface PlainRules {
	/** A sentence of more words is long. */
	mostWords: number;
	/** A word of more letters is long. */
	mostLetters: number;
	hard: HardWord[];
	/** Ways of saying what is done without saying who does it. */
	passive: RegExp[];
	/** A word without what is only written together with it. */
	bare: (word: string) => string;
}

/**
 * A list with one hard word or turn of phrase on each line, `hard = simpler`; `*` stands for any ending. `before` are
 * letters that may be written together with the word.
 */
export function hardWords(list: string, before = ''): HardWord[] {
	return list
		.trim()
		.split('\n')
		.map((line) => {
			const [hard = '', simpler = ''] = line.split('=').map((part) => part.trim());
			const words = hard.replaceAll('*', '[\\p{L}\\p{M}]*').replaceAll(' ', '\\s+');
			const source = `(?<![\\p{L}\\p{M}])${before}${words}(?![\\p{L}\\p{M}])`;
			return { pattern: new RegExp(source, 'iu'), simpler };
		});
}

/** A turn of phrase as a pattern of whole words. */
export function phrase(source: string): RegExp {
	return new RegExp(`(?<![\\p{L}\\p{M}])(?:${source})(?![\\p{L}\\p{M}])`, 'iu');
}

/** Letters alone: what joins words (`'`, `-`, `·`) is not counted. */
export function letters(word: string): string {
	return word.replace(/[^\p{L}]/gu, '');
}

/** The longest part of a word that an apostrophe or a hyphen joins to others. */
export function longestPart(word: string): string {
	return word.split(/['’-]/).sort((a, b) => b.length - a.length)[0] ?? '';
}
