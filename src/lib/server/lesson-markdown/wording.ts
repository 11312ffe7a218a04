/** What no lesson says, in any language, and where it leads nobody. */
import type { Mistake } from './mistake.ts';

/** Words that blame, or speak of machines: PRODUCT.md, "Rules for what a citizen sees". */
const blame =
	/(?<!\p{L})(wrong|failed|offline|sync|errors?|errore|erreur|erro|incorrect[oa]?|err[óo]neo|sbagliat[oa]|fallaste|fout|équivoqué|equivocad[oa]|خطأ)(?!\p{L})/iu;

/** Addresses that somebody could really open. Those of lessons end in .example, which nobody can own (RFC 2606). */
const realPlace =
	/[\w-]+\.(com|net|org|gov|edu|info|es|it|fr|nl|pt|cat|uk|ec|uy|bo|br|be|ps|ca|eu)\b/;

/** Telephone numbers that could ring somewhere: those of lessons begin with +00 555, which no country has. */
const realNumber = /\+(?!00 555)\d[\d ]*/;

/** The lines of a language file with such a word or place. */
export function wordingMistakes(text: string, file: string): Mistake[] {
	return text.split('\n').flatMap((line, n) => {
		const at = { file, line: n + 1 };
		const word = blame.exec(line)?.[0];
		const place = realPlace.exec(line)?.[0];
		const number = realNumber.exec(line)?.[0];
		return [
			...(word === undefined
				? []
				: [{ ...at, sentence: `"${word}" blames or speaks of machines: say what comes next` }]),
			...(number === undefined
				? []
				: [{ ...at, sentence: `"${number}" could be a real number: begin it with +00 555` }]),
			...(place === undefined
				? []
				: [{ ...at, sentence: `"${place}" could be a real place: end it in .example` }])
		];
	});
}
