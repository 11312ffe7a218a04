import { describe, expect, it, test } from 'vitest';
import {
	tellingMark,
	tellingWords,
	wordsOfReply,
	wordsOfText
} from '../../src/lib/domain/telling-words.ts';

describe('What in public words may tell who somebody is', () => {
	it.each([
		['Llame al 612 345 678.', [['phone', '612 345 678']]],
		['Écrivez à rosa@ville.example.', [['email', 'rosa@ville.example']]],
		['Ik heet Rosa de Vries.', [['name', 'Rosa de Vries']]],
		['La rampa está desde el 4 de mayo de 2026 y costó 1.200.000 €.', []],
		['rosa@ville.example, rosa@ville.example', [['email', 'rosa@ville.example']]]
	])('%s', (text, found) => {
		expect(tellingWords(text).map(({ kind, text: words }) => [kind, words])).toEqual(found);
	});
});

test('whoever looked at it is asked again as soon as something else is found, in any language or half', () => {
	const texts = { es: { said: 'Falta luz.', done: 'Llame al 612 345 678.' } };
	const mark = tellingMark(wordsOfReply(texts));
	expect(mark).not.toBe('');
	expect(
		tellingMark(wordsOfReply({ ...texts, ca: { said: 'x', done: 'Truqueu al 612 345 678.' } }))
	).not.toBe(mark);
	expect(tellingMark(wordsOfReply({ es: { ...texts.es, said: 'Me llamo Rosa.' } }))).not.toBe(mark);
	expect(tellingMark(wordsOfReply({ es: { ...texts.es, said: 'Falta mucha luz.' } }))).toBe(mark);
	expect(tellingMark(wordsOfReply({ es: { said: 'Falta luz.', done: 'Hay luz.' } }))).toBe('');
});

test('a link stops words of people, and what the city wrote itself only where it leads to somebody', () => {
	const link = 'Lo cuentan en https://barrio.example/feria';
	const person = 'Escribid a https://wa.me/34612345678';
	expect(tellingMark(wordsOfText({ es: link }, true))).toBe('es https://barrio.example/feria');
	expect(tellingMark(wordsOfText({ es: link }))).toBe('');
	expect(tellingMark(wordsOfText({ es: person }))).toBe('es https://wa.me/34612345678');
	expect(tellingMark(wordsOfReply({ es: { said: link, done: 'Hay luz.' } }))).not.toBe('');
	expect(tellingMark(wordsOfReply({ es: { said: 'Falta luz.', done: link } }))).toBe('');
});
