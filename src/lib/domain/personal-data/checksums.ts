/** The checksums of numbers on papers, each as its issuer publishes it. All take the number without what stands between. */

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Spanish DNI (8 digits and a letter) and NIE (X, Y or Z, 7 digits, a letter): remainder by 23, Orden INT/2058/2008. */
export function isDni(text: string): boolean {
	const [, first = '', rest = '', letter] = /^([XYZ\d])(\d{7})([A-Z])$/.exec(text) ?? [];
	if (!letter) return false;
	const number = Number(`${'XYZ'.includes(first) ? 'XYZ'.indexOf(first) : first}${rest}`);
	return dniLetters[number % 23] === letter;
}

const oddValues = [
	1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
];

/** Italian codice fiscale of a person, also with letters for digits (omocodia): Decreto 23 December 1976, art. 7. */
export function isCodiceFiscale(text: string): boolean {
	const digit = '[\\dLMNP-V]';
	const shape = new RegExp(`^[A-Z]{6}${digit}{2}[ABCDEHLMPRST]${digit}{2}[A-Z]${digit}{3}[A-Z]$`);
	if (!shape.test(text)) return false;
	const valueOf = (sign: string) =>
		/\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 'A'.charCodeAt(0);
	const sum = [...text.slice(0, 15)]
		.map((sign, at) => (at % 2 === 0 ? (oddValues[valueOf(sign)] ?? 0) : valueOf(sign)))
		.reduce((all, value) => all + value, 0);
	return text.charCodeAt(15) - 'A'.charCodeAt(0) === sum % 26;
}

/** French NIR with its key: 97 less the remainder by 97; 2A and 2B of Corsica count as 19 and 18 (INSEE). */
export function isNir(text: string): boolean {
	const [, body, key] =
		/^([12]\d{2}(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(?:\d{2}|2[AB])\d{6})(\d{2})$/.exec(text) ??
		[];
	if (!body) return false;
	const number = Number(body.replace('2A', '19').replace('2B', '18'));
	return 97 - (number % 97) === Number(key);
}

/** Dutch BSN: nine digits by weights 9 to 2 and -1, divisible by 11 (elfproef). */
export function isBsn(text: string): boolean {
	if (!/^\d{9}$/.test(text) || /^0{3}/.test(text)) return false;
	return weighed(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/** Belgian national number: a day of birth, and 97 less the remainder by 97, with a 2 before it for who was born since 2000. */
export function isBelgianNumber(text: string): boolean {
	const [, body, key] =
		/^(\d{2}(?:[024]\d|[135][0-2])(?:[0-2]\d|3[01])\d{3})(\d{2})$/.exec(text) ?? [];
	if (!body) return false;
	return [body, `2${body}`].some((number) => 97 - (Number(number) % 97) === Number(key));
}

/** Portuguese NIF of a person: nine digits by weights 9 to 2, the last one 11 less the remainder by 11, or 0. */
export function isNif(text: string): boolean {
	if (!/^[1-3]\d{8}$|^45\d{7}$/.test(text)) return false;
	const check = 11 - (weighed(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
	return (check > 9 ? 0 : check) === Number(text[8]);
}

/**
 * Brazilian CPF: nine digits by weights 10 to 2, the ten by weights 11 to 2; each check digit is 11 less the remainder by
 * 11, or 0 (Receita Federal, módulo 11). Eleven equal digits pass and are nobody's.
 */
export function isCpf(text: string): boolean {
	if (!/^(?!(\d)\1{10})\d{11}$/.test(text)) return false;
	return [9, 10].every((length) => {
		const weights = Array.from({ length }, (_, at) => length + 1 - at);
		const check = 11 - (weighed(text, weights) % 11);
		return (check > 9 ? 0 : check) === Number(text[length]);
	});
}

/** Uruguayan cédula: six or seven digits by weights 2, 9, 8, 7, 6, 3, 4 and the check digit, divisible by 10 (DNIC). */
export function isUruguayanId(text: string): boolean {
	if (!/^[1-9]\d{6,7}$/.test(text)) return false;
	return weighed(text.padStart(8, '0'), [2, 9, 8, 7, 6, 3, 4, 1]) % 10 === 0;
}

/**
 * Ecuadorian cédula: province 01 to 24, or 30 for who registers abroad, a third digit below 6, and Luhn's formula (módulo
 * 10, Registro Civil).
 */
export function isEcuadorianId(text: string): boolean {
	return /^(?:0[1-9]|1\d|2[0-4]|30)[0-5]\d{7}$/.test(text) && isLuhn(text);
}

/** Canadian SIN: nine digits by Luhn's formula; none of a person begins with 0 or 8 (Service Canada). */
export function isSin(text: string): boolean {
	return /^[1-79]\d{8}$/.test(text) && isLuhn(text);
}

/**
 * Palestinian and Israeli identity number, of one register: nine digits by weights 1 and 2 in turn, digits of two-digit
 * products added, divisible by 10, which is Luhn's formula (Population Registry).
 */
export function isPalestinianId(text: string): boolean {
	return /^(?!0{3})\d{9}$/.test(text) && isLuhn(text);
}

/** ISO 13616: lengths by country, and remainder 1 by 97 (ISO 7064). */
export function isIban(text: string): boolean {
	if (text.length !== ibanLength(text)) return false;
	const moved = text.slice(4) + text.slice(0, 4);
	let remainder = 0;
	for (const sign of moved) {
		const value = parseInt(sign, 36);
		remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
	}
	return remainder === 1;
}

/** How long an IBAN that begins so is (IBAN registry, release 99); undefined where the country has none. */
export function ibanLength(text: string): number | undefined {
	const [, length] = ibanLengths.match(new RegExp(`${text.slice(0, 2)}(\\d\\d)`)) ?? [];
	return length ? Number(length) : undefined;
}

const ibanLengths =
	'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
	'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
	'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
	'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30';

/** Numbers of payment cards: beginnings and lengths of ISO/IEC 7812 issuers, and Luhn's formula (annex B). */
export function isCard(text: string): boolean {
	const shape =
		/^(?:4\d{12}(?:\d{3}){0,2}|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|2\d\d|4[4-9]\d|5\d\d)\d{12}|(?:50|5[6-8]|6\d)\d{14}|35\d{14})$/;
	return shape.test(text) && isLuhn(text);
}

/** Luhn's formula (ISO/IEC 7812-1, annex B), whatever the length. */
function isLuhn(text: string): boolean {
	const sum = [...text]
		.reverse()
		.map((digit, at) => (at % 2 === 0 ? Number(digit) : doubled(Number(digit))))
		.reduce((all, value) => all + value, 0);
	return sum % 10 === 0;
}

function doubled(digit: number): number {
	return digit > 4 ? digit * 2 - 9 : digit * 2;
}

function weighed(digits: string, weights: readonly number[]): number {
	return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
}
