/** Links in words of people are seen in all eight languages; full stops without a gap, numbers and files are no links. */
import { describe, expect, it } from 'vitest';
import { bar, coverFound, findPersonalData } from '../../src/lib/domain/personal-data/find.ts';

function foundIn(words: string): string[] {
	return findPersonalData(words).map(
		({ start, end, kind }) => `${kind}: ${words.slice(start, end)}`
	);
}

describe('Links', () => {
	it.each([
		['Mirad https://tienda.example/oferta?id=3.', 'link: https://tienda.example/oferta?id=3'],
		['Entreu a www.premis.example, és gratis', 'link: www.premis.example'],
		['(HTTP://TIENDA.EXAMPLE)', 'link: HTTP://TIENDA.EXAMPLE'],
		['clicca bit.ly/3xYz!', 'link: bit.ly/3xYz'],
		['Voir exemple.fr/page svp', 'link: exemple.fr/page'],
		['Kijk op gemeente.nl/park?x=1; dank', 'link: gemeente.nl/park?x=1'],
		['see example.com/path', 'link: example.com/path'],
		['on barriozen.com now', 'link: barriozen.com'],
		['veja praça.com.br/evento', 'link: praça.com.br/evento'],
		['زوروا https://shop.example/عرض اليوم', 'link: https://shop.example/'],
		['شاهدواwww.shop.example، شكرا', 'link: www.shop.example'],
		['الرابط:t.me/gruppo1', 'link: t.me/gruppo1'],
		['llama por wa.me/34612345678 ya', 'phone: wa.me/34612345678'],
		[
			'https://x.example/?mail=ana@correo.example',
			'email: https://x.example/?mail=ana@correo.example'
		],
		['ana.ferrer@correo.com', 'email: ana.ferrer@correo.com']
	])('in "%s"', (words, mark) => {
		expect(foundIn(words)).toEqual([mark]);
	});

	it.each([
		'p.ej. una rampa, a las 3.5 o 10.30',
		'Muchas gracias.es muy tarde',
		'Gracias.me gusta y/o no',
		'la foto.jpg y el informe.pdf',
		'Sr.García, núm.12, c/Mayor 3.º 2.ª',
		'etc...y más/menos',
		'v.2.0.1 a.m./p.m.',
		'Ceci est fini.il faut/on doit',
		'انتهى.من فضلكم'
	])('"%s" has none', (words) => {
		expect(foundIn(words)).toEqual([]);
	});

	it('are covered whole in what is shown further', () => {
		expect(coverFound('Comprad en bit.ly/3xYz, vecinos')).toBe(`Comprad en ${bar}, vecinos`);
	});
});
