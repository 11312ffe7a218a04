/** Where more is asked than a phone keeps, everything can be read still: no need loses its way to what became of it. */
import { beforeAll, expect, it } from 'vitest';
import { publish } from '../../src/lib/server/publications.ts';
import { replaceNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { publishedChallenges } from '../../src/lib/server/published-challenges.ts';
import { publicPages as sitemap } from '../../src/lib/server/public-pages.ts';
import { GET as rss } from '../../src/routes/[lang=lang]/neighbourhood/rss.xml/+server.ts';
import { newId } from './invented.ts';
import { city, openJoins } from './joined-needs.ts';
import { publicPages } from './public-neighbourhood.ts';

const many = 35;
const old = newId();
const small = newId();
const pilot = newId();

openJoins();

const text = (what: string) => ({ es: { who: 'Las vecinas', what, why: 'vivir mejor' } });
const challenge = (id: string, at: number, place: string | null, closed = false) => ({
	...{ id, kind: 'challenge', lang: null },
	body: {
		...{ id, place, topic: 'service', texts: text(`pregunta ${at}`), until: null, needs: null },
		...{ supports: null, openedAt: new Date(Date.UTC(2026, 0, 1, at)).toISOString() },
		...(closed && { closed: true })
	}
});

beforeAll(async () => {
	await replaceNeighbourhoods(city.db, [
		{ id: 'raval', name: 'El Raval' },
		{ id: 'centre', name: 'Centre' }
	] as never);
	const asked = Array.from({ length: many }, (_, at) => challenge(newId(), at + 10, 'raval'));
	const texts = { es: { what: 'Hecho así', why: '', when: 'En mayo', who: 'La ciudad' } };
	const decision = {
		...{ id: newId(), challenges: [old], place: 'centre', topic: 'service', outcome: 'yes' },
		...{
			cost: 'none',
			texts,
			decidedAt: '2026-02-01T12:00:00.000Z',
			needs: null,
			said: null,
			pilot
		}
	};
	const tried = {
		...{ id: pilot, challenge: small, ideas: [], topic: 'service', place: null, lab: null },
		...{ from: '2026-01-01', until: '2026-01-31', ended: true },
		publishedAt: '2026-01-01T12:00:00.000Z',
		texts: { es: { what: 'Probado antes', where: '', who: '', learned: '' } }
	};
	const later = Array.from({ length: many }, () => {
		const id = newId();
		const body = { ...tried, id, challenge: asked[0]?.id, publishedAt: '2026-03-01T12:00:00.000Z' };
		return { id, kind: 'pilot', lang: null, body };
	});
	await city.db
		.transaction()
		.execute((trx) =>
			publish(trx, [
				...[...asked, challenge(old, 1, 'centre', true), challenge(small, 2, 'centre')],
				{ id: decision.id, kind: 'decision', lang: null, body: decision },
				{ id: pilot, kind: 'pilot', lang: null, body: tried },
				...later
			])
		);
});

it('the oldest of them has its page, with the decision and the pilot on which that rests', async () => {
	const { challenge } = await publicPages(old);
	expect(challenge.challenge).toMatchObject({ id: old, isOpen: false });
	expect(challenge.decisions).toHaveLength(1);
	expect(challenge.pilots).toMatchObject([{ id: pilot }]);
});

it('a neighbourhood that asks little stands beside one that asks much', async () => {
	const shown = await publishedChallenges(city.db, new Date());
	expect(shown).toHaveLength(30);
	expect(shown.map(({ id }) => id)).toContain(small);
	expect(shown[0]?.openedAt).toBe('2026-01-02T20:00:00.000Z');
	const url = new URL('https://plaza.test/es/neighbourhood/rss.xml?place=centre');
	const news = await rss({ params: { lang: 'es' }, url, request: new Request(url) } as never);
	const words = await news.text();
	for (const part of ['pregunta 1<', 'pregunta 2<', 'Hecho así']) expect(words).toContain(part);
	expect(words).not.toContain('pregunta 20');
});

it('all of them are in the sitemap', async () => {
	const pages = await sitemap(city.db, 'https://plaza.test', new Date());
	const own = pages.filter(({ address }) => address.includes('/es/neighbourhood/0'));
	expect(own).toHaveLength(many + 2);
});
