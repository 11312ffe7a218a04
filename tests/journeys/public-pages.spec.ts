/** Public pages as search engines and whoever shares a link see them, and the poster of a lab on one sheet of paper. */
import { expect, test, type Page } from '@playwright/test';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { openDatabase, type Database } from '../../src/lib/server/database.ts';
import { publish } from '../../src/lib/server/publications.ts';
import { writeSettings } from '../../src/lib/server/settings.ts';
import { newId } from '../integration/invented.ts';
import { expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { readPicture } from './lab-people.ts';

const origin = 'http://plaza.example.org';
let city: CityServer;
let db: Database;
const lab = newId();
const challenges = [newId(), newId(), newId(), newId()] as const;

/** Whole words, so many characters that one more would not fit. */
const filled = (word: string, longest: number) =>
	`${word} `
		.repeat(longest)
		.slice(0, longest - 1)
		.trim();
/** In Spanish and Arabic as long as words may be; in Catalan and English as long as just stays in larger letters. */
const texts = (of: (word: string, most: Record<'part' | 'said' | 'done', number>) => object) => ({
	es: of('bibliotecas', { part: 120, said: 200, done: 300 }),
	ar: of('المكتبات', { part: 120, said: 200, done: 300 }),
	ca: of('biblioteques', { part: 50, said: 40, done: 60 }),
	en: of('libraries', { part: 100, said: 80, done: 120 })
});

test.beforeAll(async () => {
	process.env['ORIGIN'] = origin;
	({ city } = await CityServer.found());
	delete process.env['ORIGIN'];
	db = openDatabase(city.databaseUrl);
	await writeSettings(db, { languages: [...languages], city: 'Sant Adrià de Besòs' });
	const at = new Date().toISOString();
	const asked = challenges.map((id) => ({
		id,
		kind: 'challenge',
		lang: null,
		body: {
			...{ id, place: null, topic: 'access', openedAt: at, until: null, needs: 5, supports: 10 },
			texts: texts((word, { part }) => ({
				...{ who: filled(word, part), what: filled(word, part), why: filled(word, part) }
			}))
		}
	}));
	const said = newId();
	const body = {
		...{ id: said, place: null, saidAt: at },
		texts: texts((word, { said, done }) => ({ said: filled(word, said), done: filled(word, done) }))
	};
	const place = { id: lab, name: 'Can Fusta', place: null, address: 'Carrer Major, 1' };
	await db
		.transaction()
		.execute((trx) =>
			publish(trx, [
				...asked,
				{ id: said, kind: 'public-reply', lang: null, body },
				{ id: lab, kind: 'lab', lang: null, body: place }
			])
		);
});

test.afterAll(async () => {
	await db.destroy();
	await city.remove();
});

test('a shared link says what it is, where it stands and in which languages, without script and whatever is behind the ?', async ({
	request
}) => {
	const path = `/neighbourhood/${challenges[0]}`;
	for (const each of [path, '/neighbourhood', '/neighbourhood/method', '/sessions', '/survey']) {
		const answer = await request.get(`${city.url}/es${each}?utm_source=x&fbclid=y`);
		const html = await answer.text();
		const head = html.slice(0, html.indexOf('</head>'));
		expect(answer.headers()['x-robots-tag']).toBeUndefined();
		expect(head).toContain(`<link rel="canonical" href="${origin}/es${each}">`);
		expect(head.match(/<title>[^<]+<\/title>/g)).toHaveLength(1);
		expect(head.match(/<meta name="description" content="[^"]{5,}">/g)).toHaveLength(1);
		for (const lang of languages)
			expect(head).toContain(`hreflang="${lang}" href="${origin}/${lang}${each}"`);
		expect(head).toContain('hreflang="x-default"');
		expect(head).not.toMatch(/utm_|fbclid|%plaza/);
		const picture = /og:image" content="([^"]+)"/.exec(head)?.[1]?.replace(origin, city.url);
		const drawn = await request.get(picture ?? '');
		expect([each, drawn.status(), drawn.headers()['content-type']]).toEqual([
			each,
			200,
			'image/png'
		]);
	}
	const list = await (await request.get(`${city.url}/sitemap.xml`)).text();
	for (const lang of languages) expect(list).toContain(`<loc>${origin}/${lang}${path}</loc>`);
	for (const [, address = ''] of list.matchAll(/<loc>(.*?)<\/loc>/g)) {
		const listed = await request.get(address.replace(origin, city.url));
		expect([address, listed.status(), listed.headers()['x-robots-tag']]).toEqual([
			...[address, 200, undefined]
		]);
	}
	const robots = await (await request.get(`${city.url}/robots.txt`)).text();
	expect(robots).toContain(`Sitemap: ${origin}/sitemap.xml`);
	for (const own of [
		'/es/needs',
		'/es/needs/find',
		'/es/card',
		'/es/finish',
		'/es/trainer',
		'/staff/sign-in'
	])
		expect((await request.get(city.url + own)).headers()['x-robots-tag']).toBe('noindex');
});

for (const lang of ['es', 'ar', 'ca', 'en'] as const) {
	test(`a lab’s poster in ${lang} is one sheet of A4 with all its words, and its code leads to the neighbourhood`, async ({
		page
	}) => {
		await page.goto(`${city.url}/${lang}/neighbourhood/poster/${lab}`);
		await expectNothingFound(page);
		expect(await codeOf(page)).toBe(addressIn(lang));
		expect(await sheetsOf(page)).toBe(1);
		await page.emulateMedia({ media: 'print' });
		await page.setViewportSize({ width: 703, height: 1031 });
		expect(await codeOf(page)).toBe(addressIn(lang));
		const last = await page.locator('article .address').boundingBox();
		// 273 mm lie between the edges
		expect((last?.y ?? 9999) + (last?.height ?? 0)).toBeLessThanOrEqual(1031);
		const outside = await page.locator('article').evaluate((article) => {
			const all = [...article.querySelectorAll('*')].map((each) => each.getBoundingClientRect());
			const whole = article.getBoundingClientRect();
			return all.filter(({ top, bottom }) => top < whole.top - 1 || bottom > whole.bottom + 1)
				.length;
		});
		expect(outside).toBe(0);
	});
}

const addressIn = (lang: Language) => `${origin}/${lang}/neighbourhood`;

const codeOf = async (page: Page) =>
	readPicture(await page.locator('article svg[role=img]').last().screenshot());

async function sheetsOf(page: Page): Promise<number> {
	const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true });
	return paper.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}
