/** How much a citizen is given to read at once: cut into sentences, and counted. */
export const mostWords = 12;
const mostSentences = 3;
export const mostMessageWords = 40;

/** A sentence and how many line ends stand before it in its text. */
export interface Sentence {
	words: string;
	linesBefore: number;
}

/**
 * The sentences of a text, by the rules of its language (Unicode, UAX 29). A closing quote after a space,
 * as French writes it, stays with the sentence that it closes.
 */
export function cutSentences(text: string, lang: string): Sentence[] {
	const segmenter = (segmenters[lang] ??= new Intl.Segmenter(lang, { granularity: 'sentence' }));
	const sentences: { words: string; from: number }[] = [];
	for (const { segment, index } of segmenter.segment(text.replace(/\n/g, ' '))) {
		const closing = /^[»”’)]\s*/.exec(segment)?.[0] ?? '';
		const before = sentences.at(-1);
		if (before) before.words += closing;
		const from = before ? index + closing.length : index;
		const words = before ? segment.slice(closing.length) : segment;
		if (words.trim() !== '') sentences.push({ words, from });
	}
	return sentences.map(({ words, from }) => ({
		words: words.trim(),
		linesBefore: text.slice(0, from).split('\n').length - 1
	}));
}

/** To make one takes longer than to cut a sentence with it. */
const segmenters: Record<string, Intl.Segmenter> = {};

/** Words between spaces, so that an author counts the same: "10:30" is one, a lone dash is none. */
export function countWords(text: string): number {
	return text.split(/\s+/).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;
}

/** What is too much in these sentences of one screen: how many lines down, and why. */
export function tooMuch(sentences: Sentence[], most = mostSentences) {
	const found: { linesBefore: number; sentence: string }[] = [];
	const extra = sentences[most];
	if (extra) {
		found.push({
			linesBefore: extra.linesBefore,
			sentence: `${sentences.length} sentences here: write at most ${most}`
		});
	}
	for (const { words, linesBefore } of sentences) {
		const count = countWords(words);
		if (count > mostWords) {
			found.push({
				linesBefore,
				sentence: `${count} words in "${words}": write at most ${mostWords}`
			});
		}
	}
	return found;
}
