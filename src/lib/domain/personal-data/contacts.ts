/** Phone numbers and e-mail addresses in a text. */
import { isAmount } from './amounts.ts';
import { marksOf, type PersonalMark } from './mark.ts';

const email = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{2,63}){1,4}/gu;

/** Digits with what people write between them, seven to fifteen. */
const digits =
	/(?<![\p{L}\p{N}.,])(?:(?:\+|00)[ \u00a0]?)?\(?\d(?:[ \u00a0\u202f.\-/()]{0,3}\d){6,14}(?![\p{L}\p{N}])/gu;

/** Words that say that a phone number comes. */
const cue =
	/(?:tel(?:[eéè]f|\b)|tlf|m[oòó]bil|m[oó]vil|celular|cellulare|portable|whats?app|telegram|phone|mobile|\bcell\b|\bcall\b|ll[aá]m|truc(?:a|ar|eu)|chiam|appel|\bbel(?:len)?\b|gsm|n[uú]mero|liga(?:r|me)|fax|هاتف|جوال|موبايل|رقمي|رقم|اتصل|واتس)[^\d+\n]{0,24}$/iu;

/**
 * Numbers as they are dialled in the countries of Plaza's languages: with the country's number, or as at home with their
 * first digits (ES, FR, IT, NL, BE, PT, UK, US and CA, BR, UY, EC, BO, PS); after a word such as "call" any of seven digits.
 */
export function findContacts(words: string): PersonalMark[] {
	return [
		...marksOf(words, email, 'email'),
		...marksOf(words, digits, 'phone', (found, index) => isPhone(words, found, index))
	];
}

const atHome = [
	// Spain, Catalonia, Portugal
	/^[6-9]\d{8}$/,
	/^2\d{8}$/,
	// France, Belgium, the Netherlands, Palestine, Ecuador, Uruguay, the United Kingdom
	/^0[1-9]\d{7,9}$/,
	// Italian mobiles
	/^3[1-9]\d{8}$/,
	// United States and Canada: area and exchange begin with 2 to 9
	/^1?[2-9]\d{2}[2-9]\d{6}$/,
	// Brazil with its area
	/^[1-9]{2}9\d{8}$/
];

function isPhone(words: string, found: string, index: number): boolean {
	const number = found.replace(/\D/g, '');
	if (isAmount(words, index, found) || isDates(found)) return false;
	if (/^(?:\+|00)/.test(found)) return number.length >= 8;
	if (cue.test(words.slice(Math.max(0, index - 40), index))) return number.length <= 15;
	return isDialled(found) && atHome.some((shape) => shape.test(number));
}

/** People put gaps into a number a few times, and never one digit by itself but at its start. */
function isDialled(found: string): boolean {
	const parts = found.split(/\D+/).filter(Boolean);
	return parts.length <= 5 && parts.slice(1).every(({ length }) => length > 1);
}

/** Days, years and hours in a row are no number to dial. */
function isDates(found: string): boolean {
	const parts = found.split(/[^\d]+/).filter(Boolean);
	const isYear = (part: string) => /^(?:19|20)\d\d$/.test(part);
	if (parts.filter(isYear).length >= 2) return true;
	return parts.length >= 3 && parts.some(isYear) && parts.every(({ length }) => length <= 4);
}
