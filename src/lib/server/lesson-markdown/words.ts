/** How much a citizen is given to read at once: cut into sentences, and counted. */
export const mostWords = 12;
export const mostSentences = 3;
export const mostMessageWords = 40;

/** A sentence and how many line ends stand before it in its text. */
export interface Sentence {
	words: string;
	linesBefore: number;
}

/** The sentences of a text, by the rules of its language (Unicode, UAX 29). */
export function cutSentences(text: string, lang: string): Sentence[] {
	const segmenter = new Intl.Segmenter(lang, { granularity: 'sentence' });
	return [...segmenter.segment(text.replace(/\n/g, ' '))]
		.filter(({ segment }) => segment.trim() !== '')
		.map(({ segment, index }) => ({
			words: segment.trim(),
			linesBefore: text.slice(0, index).split('\n').length - 1
		}));
}

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
