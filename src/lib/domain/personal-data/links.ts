/** Web addresses in a text. They tell of nobody by themselves; whoever publishes words of others looks where they lead. */
import { marksOf, type PersonalMark } from './mark.ts';

/** Letters of addresses are Latin ones: what stands before them in Arabic, without a gap too, is not theirs. */
const letter = '\\p{Script=Latin}\\d';
const notInside = `(?<![${letter}@._-])`;
const label = `[${letter}](?:[${letter}-]{0,61}[${letter}])?`;
const rest = '[^\\s<>"«»“”\\u0600-\\u06ff]*';

/** Ends that no sentence of the eight languages goes on with where its gap is missing ("Gracias.es tarde"). */
const sureEnds =
	'com|org|net|edu|gov|gob|info|biz|app|shop|store|online|website|xyz|blog|cat|eus|gal|paris|eu|uk|mx|br|cl|uy|bo|ec|ps|ru|cn|tk|io';
/** Further ones count where a path stands behind them. */
const ends = `${sureEnds}|es|fr|it|nl|be|pt|ca|us|ar|de|at|ch|ie|co|pe|py|ve|me|ly|to|gl|gg|gd|cc|tv|ai|in|is|im|so|st|ws|sh|fm|page|link|site|click|top|live|dev|chat|club|vip|news|lat`;
const endOfName = `(?![${letter}@-]|\\.[${letter}])`;

const withScheme = new RegExp(
	`(?<![a-z\\d])(?:(?:https?|ftp):/{1,2}|www\\.)[${letter}]${rest}`,
	'giu'
);
const withPath = new RegExp(
	`${notInside}(?:${label}\\.){1,5}(?:${ends})(?::\\d{2,5})?[/?][${letter}@+#?]${rest}`,
	'giu'
);
const bare = new RegExp(`${notInside}(?:${label}\\.){1,5}(?:${sureEnds})${endOfName}/?`, 'giu');

/** Signs that end the sentence, not the address. */
const behind = /[.,;:!?…'’)\]}*_]+$/u;

/** A link that calls or writes to somebody is her number. */
const toPhone = /(?:wa\.me\/|phone=|tel:|\/\+)\+?\d{7,}/i;
const toMail = /[^\s@/?=]@[^\s@/]+\.[a-z]{2,}/i;

/** Web addresses with `http://`, with `www.`, by a known end, or by any usual end with a path behind it. */
export function findLinks(words: string): PersonalMark[] {
	const found = [withScheme, withPath, bare].flatMap((pattern) => marksOf(words, pattern, 'link'));
	return found.map(({ start, end }) => {
		const text = words.slice(start, end).replace(behind, '');
		const kind = toPhone.test(text) ? 'phone' : toMail.test(text) ? 'email' : 'link';
		return { start, end: start + text.length, kind };
	});
}
