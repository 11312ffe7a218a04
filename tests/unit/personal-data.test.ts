/** What may tell who somebody is, is found in her words; what only counts something is let be. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	bar,
	coverMarks,
	findPersonalData,
	placesOf
} from '../../src/lib/domain/personal-data/find.ts';
import { foundIn } from './personal-found.ts';

const texts = process.env['PLAZA_TEXTS'] ?? '';

describe('Phones and addresses', () => {
	it.each([
		['Llamadme al 612 345 678 por la tarde', 'phone: 612 345 678'],
		['Truqueu al 93 412 55 60', 'phone: 93 412 55 60'],
		['+34 (93) 412-55-60', 'phone: +34 (93) 412-55-60'],
		['Chiamatemi: 347 123 4567', 'phone: 347 123 4567'],
		['Mon 06 12 34 56 78 svp', 'phone: 06 12 34 56 78'],
		['Bel 0472/12.34.56', 'phone: 0472/12.34.56'],
		['Ligue 912 345 678', 'phone: 912 345 678'],
		['(514) 555-0142', 'phone: (514) 555-0142'],
		['meu zap 11 91234-5678', 'phone: 11 91234-5678'],
		['mi celular 71234567', 'phone: 71234567'],
		['رقمي ٠٥٩٩١٢٣٤٥٦', 'phone: ٠٥٩٩١٢٣٤٥٦'],
		['Escribidme a ana.ferrer+luz@correo.example.', 'email: ana.ferrer+luz@correo.example']
	])('in "%s"', (words, mark) => {
		expect(foundIn(words)).toEqual([mark]);
	});

	it.each([
		'Falta una rampa en el 12',
		'De 10:30 a 12:00, 3 días',
		'2015-2019 o 2027 2028',
		'El 12/05/2019 y el 13/05/2019',
		'Costó 600.000.000 € y 612 345 678 euros',
		'Somos 911.234.567 personas',
		'La línea 27, el 150 y el 14',
		'C.P. 28013, portal 4, 3.º 2.ª',
		'أريد الإنترنت في الساحة'
	])('"%s" has none', (words) => {
		expect(foundIn(words)).toEqual([]);
	});
});

describe('Names', () => {
	it.each([
		['Hola, me llamo Ana García López y vivo aquí', 'name: Ana García López'],
		['me llamo ana y no tengo luz', 'name: ana'],
		['ME LLAMO ANA Y NO TENGO LUZ', 'name: ANA'],
		['Em dic Montserrat Puig i necessito ajuda', 'name: Montserrat Puig'],
		['Mi chiamo Giulia de Luca, abito qui', 'name: Giulia de Luca'],
		['Je m’appelle Amélie Dupont.', 'name: Amélie Dupont'],
		['Ik heet Jan van den Berg', 'name: Jan van den Berg'],
		['My name is Mary O’Neill. The lamp is broken', 'name: Mary O’Neill'],
		['Eu me chamo João da Silva e preciso', 'name: João da Silva'],
		['مرحبا اسمي فاطمة حداد وأسكن هنا', 'name: فاطمة حداد'],
		['No hay luz.\nUn saludo,\nAna Ferrer', 'name: Ana Ferrer'],
		['Please mend it. Kind regards, Bob', 'name: Bob']
	])('in "%s"', (words, mark) => {
		expect(foundIn(words)).toEqual([mark]);
	});

	it.each([
		'Me llamo la atención',
		'Saludos a todos los vecinos',
		'Un saludo. Gracias por leer',
		'Soy vecino de Madrid',
		'My name is not important'
	])('"%s" has none', (words) => {
		expect(foundIn(words)).toEqual([]);
	});
});

describe('Covering', () => {
	it('takes away what was marked and nothing else, in any order and overlapping', () => {
		const anyMark = fc.tuple(fc.nat(60), fc.nat(20)).map(([start, length]) => ({
			start,
			end: start + length
		}));
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom(...'abcdef '), maxLength: 60 }),
				fc.array(anyMark),
				(words, marks) => {
					const inside = marks
						.map(({ start, end }) => ({ start, end: Math.min(end, words.length) }))
						.filter(({ start, end }) => start < end);
					const left = [...words]
						.map((letter, at) =>
							inside.some(({ start, end }) => start <= at && at < end) ? '' : letter
						)
						.join('');
					expect(coverMarks(words, inside).replaceAll(bar, '')).toBe(left);
				}
			)
		);
	});

	it('what was covered once is not found again', () => {
		const words = 'Me llamo Ana García, 612 345 678, ana@correo.example, DNI 12345678Z';
		expect(foundIn(words)).toHaveLength(4);
		expect(foundIn(coverMarks(words, findPersonalData(words)))).toEqual([]);
	});

	it('finds further words of staff wherever they stand, as they are and not as patterns', () => {
		const words = 'La casa azul de la c/ Mayor. LA CASA AZUL (2)';
		expect(placesOf(words, ['la casa azul', 'x', '(2)', '.*'])).toEqual([
			{ start: 0, end: 12 },
			{ start: 29, end: 41 },
			{ start: 42, end: 45 }
		]);
	});

	it('takes milliseconds for the longest need, also where it is made to be slow', () => {
		const slow = [
			'1',
			'1 ',
			'a',
			'a.',
			'@a',
			'0-',
			'ES21 ',
			'me llamo A ',
			'A ',
			'un saludo, ',
			'a-',
			'www.',
			'com.',
			'a.com/'
		];
		const began = performance.now();
		for (const part of slow) findPersonalData(part.repeat(2000).slice(0, 2000));
		expect(performance.now() - began).toBeLessThan(1000);
	});
});

describe.skipIf(!existsSync(texts))('Real citizens’ texts (PLAZA_TEXTS)', () => {
	const textsOf = (file: string) =>
		(
			parse(readFileSync(join(texts, file)), { columns: true, bom: true }) as {
				title?: string;
				text?: string;
			}[]
		).map(({ title, text }) => [title, text].filter(Boolean).join('\n'));

	it('from which phones, e-mails and numbers were taken out, have next to no mark of them', () => {
		const all = [
			'madrid-decide-comments-2015-2019.csv',
			'madrid-decide-proposals-2015-2019.csv',
			'paris-pb-winning-projects-2014-2024.csv',
			'polis-bowling-green-2018.comments.csv',
			'polis-bowling-green-2050.comments.csv',
			'polis-austria-consumption-2022.comments.csv',
			'polis-austria-energy-2022.comments.csv',
			'polis-austria-food-land-2022.comments.csv'
		].flatMap(textsOf);
		const marks = all.flatMap(findPersonalData);
		expect(all.length).toBe(11_272);
		expect(marks.filter(({ kind }) => kind !== 'name' && kind !== 'link')).toEqual([]);
		expect(marks.filter(({ kind }) => kind === 'name').length).toBeLessThanOrEqual(7);
		// all of them are addresses that people wrote, one with a slip
		expect(marks.filter(({ kind }) => kind === 'link').length).toBe(6);
	});
});
