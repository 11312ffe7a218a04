/** Numbers of IDs, bank accounts and cards in a text: only where their checksum holds. */
import {
	ibanLength,
	isBelgianNumber,
	isBsn,
	isCard,
	isCodiceFiscale,
	isDni,
	isIban,
	isNif,
	isNir
} from './checksums.ts';
import { isAmount } from './amounts.ts';
import { marksOf, type PersonalMark } from './mark.ts';

/** What people write between the parts of a number. */
const gap = '[ \\u00a0\\u202f.\\-/]{0,2}';
const start = '(?<![\\p{L}\\p{N}])';
const end = '(?![\\p{L}\\p{N}])';

const dni = new RegExp(`${start}(?:\\d|[XYZ]${gap})(?:\\d${gap}){7}[A-Z]${end}`, 'giu');
const codiceFiscale = new RegExp(`${start}[A-Z]{3}(?:${gap}[A-Z\\d]){13}${end}`, 'giu');
const nir = new RegExp(
	`${start}[12]${gap}(?:\\d${gap}){5}[\\dAB]${gap}(?:\\d${gap}){7}\\d${end}`,
	'giu'
);
const nineDigits = new RegExp(`${start}\\d(?:${gap}\\d){8}${end}`, 'gu');
const elevenDigits = new RegExp(`${start}\\d(?:${gap}\\d){10}${end}`, 'gu');
const cardDigits = new RegExp(`${start}\\d(?:[ \\u00a0\\-]?\\d){12,18}${end}`, 'gu');
const ibanStart = new RegExp(`${start}[A-Z]{2}\\d{2}(?:${gap}[A-Z\\d]){11,30}`, 'giu');

/** Numbers of IDs of eight countries, IBANs and card numbers; digits must be 0 to 9 already. */
export function findPapers(words: string): PersonalMark[] {
	const bare = (check: (text: string) => boolean) => (found: string) => check(tight(found));
	const nine = (found: string, index: number) =>
		!isAmount(words, index, found) && (isBsn(tight(found)) || isNif(tight(found)));
	// words in a row pass the check once in 26 times: a number that is written with gaps has its digits
	const isItalian = (found: string) =>
		(found.match(/\d/g) ?? []).length >= (found.length > 16 ? 5 : 1) &&
		isCodiceFiscale(tight(found));
	return [
		...marksOf(words, dni, 'id', bare(isDni)),
		...marksOf(words, codiceFiscale, 'id', isItalian),
		...marksOf(words, nir, 'id', bare(isNir)),
		...marksOf(words, nineDigits, 'id', nine),
		...marksOf(words, elevenDigits, 'id', bare(isBelgianNumber)),
		...marksOf(words, cardDigits, 'card', bare(isCard)),
		...findIbans(words)
	];
}

/** An IBAN ends where its country says: a word behind it does not belong to it. */
function findIbans(words: string): PersonalMark[] {
	return marksOf(words, ibanStart, 'iban').flatMap(({ start: from, end: to }) => {
		const wanted = ibanLength(words.slice(from, from + 2).toUpperCase());
		if (!wanted) return [];
		let signs = 0;
		let at = from;
		while (at < to && signs < wanted) if (/[A-Z\d]/i.test(words[at++] ?? '')) signs++;
		const isWhole = !/[\p{L}\p{N}]/u.test(words[at] ?? '');
		const isOne = isWhole && isIban(tight(words.slice(from, at)));
		return isOne ? [{ start: from, end: at, kind: 'iban' as const }] : [];
	});
}

function tight(found: string): string {
	return found.replace(/[^A-Za-z\d]/g, '').toUpperCase();
}
