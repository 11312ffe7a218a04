/** The papers of São Paulo, Montevideo, Quito, Montreal and Ramallah are found in her words; other numbers are let be. */
import { describe, expect, it } from 'vitest';
import { findPersonalData } from '../../src/lib/domain/personal-data/find.ts';

/** What is found, as `kind: text`. */
function foundIn(words: string): string[] {
	return findPersonalData(words).map(
		({ start, end, kind }) => `${kind}: ${words.slice(start, end)}`
	);
}

describe('Numbers of papers of the other cities', () => {
	it.each([
		['Meu CPF é 390.533.447-05', 'id: 390.533.447-05'],
		['CPF 39053344705, obrigada', 'id: 39053344705'],
		['Mi cédula es 1.234.567-2', 'id: 1.234.567-2'],
		['C.I. 1234567-2', 'id: 1234567-2'],
		['Cédula de identidad: 12345672', 'id: 12345672'],
		['Soy de Quito, 1714307103', 'id: 1714307103'],
		['Cédula 171430710-3', 'id: 171430710-3'],
		['My SIN is 123 456 782', 'id: 123 456 782'],
		['Mon NAS : 123-456-782', 'id: 123-456-782'],
		['رقم الهوية ٠٣٩٣٣٧٤٢٣', 'id: ٠٣٩٣٣٧٤٢٣'],
		['Mi número de cédula es 1714307103', 'id: 1714307103'],
		['هويتي 03933742-3', 'id: 03933742-3']
	])('in "%s"', (words, mark) => {
		expect(foundIn(words)).toEqual([mark]);
	});

	it.each([
		'CPF 390.533.447-06',
		'000.000.000-00',
		'Mi cédula es 1.234.567-3',
		'Expediente 12345672',
		'Del 20190101-2 al 20191231',
		'Trámite 1714307104',
		'Trámite 2514307103',
		'Ref. 123-456-783',
		'Somos 123 456 782 personas',
		'هويتي 03933742-4'
	])('"%s" has none', (words) => {
		expect(foundIn(words).filter((mark) => mark.startsWith('id'))).toEqual([]);
	});

	it('what is dialled stays a phone, though one in ten passes their checks', () => {
		expect(foundIn('Llamadme al 612 345 678')).toEqual(['phone: 612 345 678']);
		expect(foundIn('Mon 01 23 45 67 89')).toEqual(['phone: 01 23 45 67 89']);
	});
});
