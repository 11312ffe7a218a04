/** Numbers of papers, cards and accounts are known by their checks, in the countries of the project. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
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
} from '../../src/lib/domain/personal-data/checksums.ts';
import { bar, coverMarks, findPersonalData } from '../../src/lib/domain/personal-data/find.ts';
import { foundIn } from './personal-found.ts';

describe('Numbers of papers', () => {
	it.each([
		['DNI', isDni, '12345678Z'],
		['NIE', isDni, 'X1234567L'],
		['codice fiscale', isCodiceFiscale, 'RSSMRA85T10A562S'],
		['codice fiscale with letters for digits', isCodiceFiscale, 'RSSMRA85T10A56NH'],
		['NIR', isNir, '255081416802538'],
		['BSN', isBsn, '111222333'],
		['Belgian number', isBelgianNumber, '85073003328'],
		['NIF', isNif, '123456789'],
		['CPF', isCpf, '39053344705'],
		['Uruguayan cédula', isUruguayanId, '12345672'],
		['Uruguayan cédula of seven digits', isUruguayanId, '1234561'],
		['Ecuadorian cédula', isEcuadorianId, '1714307103'],
		['SIN', isSin, '123456782'],
		['Palestinian ID', isPalestinianId, '039337423'],
		['IBAN', isIban, 'GB82WEST12345698765432'],
		['IBAN', isIban, 'ES9121000418450200051332'],
		['Visa', isCard, '4111111111111111'],
		['American Express', isCard, '378282246310005']
	])('the published example of a %s holds, and no other last sign does', (_, check, number) => {
		const isOne = check as (text: string) => boolean;
		const text = number as string;
		const signs = /\d$/.test(text) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
		const passing = [...signs].filter((sign) => isOne(text.slice(0, -1) + sign));
		expect(passing).toEqual([text.at(-1)]);
	});

	it('a slip of one digit is noticed by every checksum', () => {
		const numbers: [(text: string) => boolean, string][] = [
			[isDni, '12345678Z'],
			[isNir, '255081416802538'],
			[isBsn, '111222333'],
			[isBelgianNumber, '85073003328'],
			[isEcuadorianId, '1714307103'],
			[isSin, '123456782'],
			[isPalestinianId, '039337423'],
			[isIban, 'ES9121000418450200051332'],
			[isCard, '4111111111111111']
		];
		fc.assert(
			fc.property(
				fc.constantFrom(...numbers),
				fc.nat(30),
				fc.integer({ min: 1, max: 9 }),
				([check, number], place, more) => {
					const at = place % number.length;
					const digit = number[at] ?? '';
					fc.pre(/\d/.test(digit));
					const other = String((Number(digit) + more) % 10);
					return !check(number.slice(0, at) + other + number.slice(at + 1));
				}
			)
		);
	});

	const sum = (digits: string, weights: number[]) =>
		weights.reduce((all, weight, at) => all + weight * Number(digits[at]), 0);
	const digits = (count: number) =>
		fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });

	it('every DNI is found in a sentence, with and without gaps, and covered', () => {
		fc.assert(
			fc.property(digits(8), fc.constantFrom('', '-', ' '), (number, gap) => {
				const dni = `${number}${gap}${'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23]}`;
				const words = `Mi DNI es ${dni}, gracias`;
				expect(foundIn(words)).toEqual([`id: ${dni}`]);
				expect(coverMarks(words, findPersonalData(words))).toBe(`Mi DNI es ${bar}, gracias`);
			})
		);
	});

	it('every IBAN is found, in groups of four too, and the word behind it is not taken', () => {
		fc.assert(
			fc.property(digits(20), fc.boolean(), (account, grouped) => {
				let remainder = 0;
				for (const digit of `${account}142800`) remainder = (remainder * 10 + Number(digit)) % 97;
				const whole = `ES${String(98 - remainder).padStart(2, '0')}${account}`;
				const iban = grouped ? (whole.match(/.{1,4}/g) ?? []).join(' ') : whole;
				expect(foundIn(`Cuenta ${iban} para ayudas`)).toEqual([`iban: ${iban}`]);
			})
		);
	});

	it('every card number by Luhn is found, and one that is not is no card', () => {
		fc.assert(
			fc.property(digits(14), (middle) => {
				const body = `4${middle}`;
				const total = [...body]
					.reverse()
					.map((digit, at) => (at % 2 === 0 ? Number(digit) * 2 : Number(digit)))
					.map((value) => (value > 9 ? value - 9 : value))
					.reduce((all, value) => all + value, 0);
				const check = (10 - (total % 10)) % 10;
				const card = (`${body}${check}`.match(/.{4}/g) ?? []).join(' ');
				expect(foundIn(`Pagué con ${card}.`).filter((mark) => mark.startsWith('card'))).toEqual([
					`card: ${card}`
				]);
				expect(isCard(`${body}${(check + 1) % 10}`)).toBe(false);
			})
		);
	});

	it('every BSN and every NIF is found', () => {
		fc.assert(
			fc.property(digits(8), (body) => {
				const bsn = sum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
				fc.pre(bsn < 10 && !body.startsWith('000'));
				expect(foundIn(`Mijn nummer: ${body}${bsn}`)).toHaveLength(1);
				const check = 11 - (sum(`2${body.slice(1)}`, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
				const nif = `2${body.slice(1)}${check > 9 ? 0 : check}`;
				expect(foundIn(`O meu NIF é ${nif}`)).toEqual([`id: ${nif}`]);
			})
		);
	});
});
