/** A reader of one language gets the words in hers, and those of others only where nobody wrote in hers. */
import { expect, test } from 'vitest';
import { bodyIn } from '../../src/lib/domain/feed.ts';

test('of what is written in several languages hers comes alone, also further inside', () => {
	const body = {
		id: 'a',
		until: null,
		texts: { es: { what: 'sombra' }, ar: { what: 'ظل' } },
		statements: [{ id: 'b', texts: { es: 'Hay sitio', ar: 'يوجد مكان' } }]
	};
	expect(bodyIn(body, 'ar')).toEqual({
		id: 'a',
		until: null,
		texts: { ar: { what: 'ظل' } },
		statements: [{ id: 'b', texts: { ar: 'يوجد مكان' } }]
	});
});

test('what nobody wrote in hers comes as it is, and so does what has no texts', () => {
	const body = { texts: { es: 'Hay sitio' }, languages: ['es', 'ar'], place: null };
	expect(bodyIn(body, 'ar')).toEqual(body);
	expect(bodyIn({ texts: null }, 'es')).toEqual({ texts: null });
	expect(bodyIn(null, 'es')).toBeNull();
});
