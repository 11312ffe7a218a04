/** Numbers of IDs, bank accounts and cards in a text: only where their checksum holds. */
import {
	ibanLength,
	isBelgianNumber,
	isBsn,
	isCard,
	isCodiceFiscale,
	isCpf,
	isDni,
	isEcuadorianId,
	isIban,
	isNif,
	isNir,
	isPalestinianId,
	isSin,
	isUruguayanId
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

const sinDigits = new RegExp(`${start}\\d{3}([ \\u00a0\\-]?)\\d{3}\\1\\d{3}${end}`, 'gu');
/** Eight digits and the last of Palestine, nine and the last of Ecuador; together or with a line between. */
const lastApart = new RegExp(`${start}\\d{8,9}-?\\d${end}`, 'gu');
/** Uruguayans write the last digit behind a line; without one it is told by the word before it. */
const uruguayan = new RegExp(
	`${start}(?:\\d\\.?)?\\d{3}\\.?\\d{3}-\\d${end}|(?<=(?:c[eé]dula(?: de identidad)?|${start}c\\.?i\\.?)(?: es| n[.ºo°]{0,2})?:? ?)\\d{7,8}${end}`,
	'giu'
);

/** Words that say that the number of a paper comes, not of a phone. */
const paperCue = /(?:[Cc][eé]dula|C[EÉ]DULA|\bC\.?I\b|\bSIN\b|\bNAS\b|هوي)[^\d\n]{0,16}$/u;

/**
 * Numbers of IDs of Spain, Italy, France, the Netherlands, Belgium, Portugal and Brazil, IBANs and card numbers; digits
 * must be 0 to 9 already.
 */
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
		...marksOf(
			words,
			elevenDigits,
			'id',
			bare((text) => isBelgianNumber(text) || isCpf(text))
		),
		...marksOf(words, cardDigits, 'card', bare(isCard)),
		...findIbans(words),
		...findShortPapers(words).filter(({ start: at }) =>
			paperCue.test(words.slice(0, at).slice(-30))
		)
	];
}

/**
 * Numbers of IDs of Canada, Palestine, Ecuador and Uruguay, of which any number in ten passes the check: what else is
 * found in their place is surer.
 */
export function findShortPapers(words: string): PersonalMark[] {
	const isOne = (check: (text: string) => boolean) => (found: string, index: number) =>
		!isAmount(words, index, found) && check(tight(found));
	return [
		...marksOf(words, sinDigits, 'id', isOne(isSin)),
		...marksOf(
			...([words, lastApart, 'id'] as const),
			isOne((text) => isPalestinianId(text) || isEcuadorianId(text))
		),
		...marksOf(words, uruguayan, 'id', isOne(isUruguayanId))
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
