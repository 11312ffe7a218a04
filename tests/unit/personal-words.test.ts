/** Before words stand on a wall: what may be a phone number or an address is seen, and plain words are let be. */
import { expect, it } from 'vitest';
import { looksPersonal } from '../../src/lib/domain/personal-words.ts';

it.each([
	'Llamadme al 612 345 678',
	'+34 (93) 412-55-60',
	'رقمي ٠٥٩٩١٢٣٤٥٦',
	'ana.ferrer@correo.example',
	'Soy @ana_raval',
	'Todo en https://tienda.example/x',
	'شاهدوا www.shop.example'
])('"%s" is warned of', (words) => {
	expect(looksPersonal(words)).toBe(true);
});

it.each([
	'Falta una rampa en el 12',
	'De 10:30 a 12:00, 3 días',
	'2026 o 2027',
	'أريد الإنترنت في الساحة'
])('"%s" is let be', (words) => {
	expect(looksPersonal(words)).toBe(false);
});
