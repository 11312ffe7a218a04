/** What public pages say of themselves to search engines and in shared links, and what is not for them. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { city as opened } from '../../src/lib/server/city.ts';
import { isIndexable, robotsFile } from '../../src/lib/server/indexable.ts';
import { publicHead } from '../../src/lib/server/public-head.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { drawSharePicture } from '../../src/lib/server/share-picture/draw.ts';
import { writeSettings } from '../../src/lib/server/settings.ts';
import { GET as share } from '../../src/routes/[lang=lang]/share/[picture].png/+server.ts';
import { load as challengePage } from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/+page.server.ts';
import { GET as sitemap } from '../../src/routes/sitemap.xml/+server.ts';
import { aNeed, newId } from './invented.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

const origin = 'https://plaza.test';
let city: StaffCity;
let challenge: string;

beforeAll(async () => {
	city = await openStaffCity();
	await writeSettings(city.db, { languages: ['ca', 'es', 'ar'], city: 'Vila Nova' });
	const { id: ana } = await city.addMember('ana@city.example', 'admin');
	const need = aNeed('Falta sombra en la plaza');
	await receive(city, { v: 1, submissions: [need] }, new Date());
	const texts = {
		es: { who: 'Mayores', what: 'sombra "ya" & <b>agua</b> $& $1', why: 'descansar' },
		ar: { who: 'كبار السن', what: 'ظلّ في الساحة', why: 'الراحة' }
	};
	const form = { place: null, topic: 'access' as const, until: null, texts };
	const made = await writeChallenge(city.db, form, { needs: [need.id], themes: [] }, ana);
	if (made === 'no-needs') throw new Error('no needs');
	challenge = made.id;
	await openChallenge(city.db, { id: challenge, revision: 1 }, true, ana);
	opened().origin = origin;
});
afterAll(() => city.close());

async function headOf(lang: string): Promise<string> {
	const locals: App.Locals = {};
	const event = { params: { lang, challenge }, locals };
	await challengePage(event as unknown as Parameters<typeof challengePage>[0]);
	return locals.head ?? '';
}

describe('the page of a challenge', () => {
	test('has one address, says its own words, and knows itself in each language of the city', async () => {
		const head = await headOf('es');
		expect(head.match(/rel="canonical"/g)).toHaveLength(1);
		expect(head).toContain(`<link rel="canonical" href="${origin}/es/neighbourhood/${challenge}">`);
		const alternates = [...head.matchAll(/hreflang="([\w-]+)" href="([^"]+)"/g)].map(
			([, lang, href]) => [lang, href]
		);
		expect(alternates).toEqual([
			...['ca', 'es', 'ar'].map((lang) => [lang, `${origin}/${lang}/neighbourhood/${challenge}`]),
			['x-default', `${origin}/?page=/neighbourhood/${challenge}`]
		]);
		expect(head).toContain('<meta property="og:locale" content="es_ES">');
		expect(head).toContain('<meta property="og:site_name" content="Vila Nova">');
		expect(head).toContain(`content="${origin}/es/share/${challenge}.png"`);
		expect(await headOf('ar')).toContain(
			'<meta name="description" content="كبار السن: ظلّ في الساحة">'
		);
	});

	test('holds words as words, whatever signs are in them', async () => {
		const head = await headOf('es');
		expect(head).toContain(
			'og:title" content="sombra &quot;ya&quot; &amp; &lt;b&gt;agua&lt;/b&gt; $&amp; $1"'
		);
		expect(head).not.toContain('<b>');
	});

	test('names no address where the city was told none', () => {
		const where = { origin: undefined, cityName: 'Vila Nova', languages: ['es' as const] };
		const head = { lang: 'es' as const, title: 'A', about: 'B', path: '/x', picture: '/y' };
		expect(publicHead(head, where)).toMatch(/name="description" content="B"/);
		expect(publicHead(head, where)).not.toMatch(/canonical|og:url|og:image|hreflang/);
	});
});

describe('the list of public pages', () => {
	const read = async () => {
		const event = { url: new URL('http://10.0.0.7/sitemap.xml') };
		return (await sitemap(event as Parameters<typeof sitemap>[0])).text();
	};

	test('has each in each language of the city, with the others and the last change', async () => {
		const file = await read();
		const places = [...file.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address);
		for (const lang of ['ca', 'es', 'ar']) {
			for (const path of ['', '/sessions', '/neighbourhood', '/neighbourhood/method'])
				expect(places).toContain(`${origin}/${lang}${path}`);
			expect(places).toContain(`${origin}/${lang}/neighbourhood/${challenge}`);
		}
		expect(places).not.toContain(`${origin}/fr/neighbourhood`);
		expect(new Set(places).size).toBe(places.length);
		const [entry] = file
			.split('</url>')
			.filter((each) => each.includes(`ar/neighbourhood/${challenge}</loc>`));
		expect(entry).toMatch(/<lastmod>\d{4}-\d\d-\d\dT[\d:.]+Z<\/lastmod>/);
		expect(entry?.match(/hreflang=/g)).toHaveLength(4);
	});

	test('has nothing of a person, of the staff, or that nobody may read yet', async () => {
		expect(await read()).not.toMatch(/staff|needs|my-need|card|trainer|10\.0\.0\.7/);
	});
});

test('only public pages may be found, and a hub’s never', () => {
	const page = (path: string) => isIndexable(`/[lang=lang]${path}`, false);
	expect(page('/neighbourhood/[challenge=id]')).toBe(true);
	for (const own of ['/needs', '/needs/find', '/needs/new', '/card', '/carry', '/finish', '/badge'])
		expect([own, page(own)]).toEqual([own, false]);
	expect(isIndexable('/staff/needs/[id]', false)).toBe(false);
	expect(isIndexable(null, false)).toBe(false);
	expect(isIndexable('/[lang=lang]/neighbourhood', true)).toBe(false);
	const robots = robotsFile(origin, false);
	for (const path of ['/staff', '/api/', '/my-need/', '/said/', '/*/needs/find'])
		expect(robots).toContain(`\nDisallow: ${path}\n`);
	expect(robots).toContain(`\nSitemap: ${origin}/sitemap.xml\n`);
	expect(robots).not.toMatch(/Disallow: \/(\*\/)?(neighbourhood|sessions|$)/m);
	expect(robotsFile(origin, true)).toBe('User-agent: *\nDisallow: /\n');
});

describe('a shared link has a picture of 1200 by 630', () => {
	const ask = async (lang: string, picture: string, tag = '') => {
		const headers = { 'if-none-match': tag };
		const request = new Request(`${origin}/${lang}/share/${picture}.png`, { headers });
		const event = { params: { lang, picture }, request };
		return share(event as unknown as Parameters<typeof share>[0]);
	};

	test.each(['neighbourhood', 'said', 'challenge'])('of %s', async (name) => {
		for (const lang of ['es', 'ar']) {
			const picture = name === 'challenge' ? challenge : name;
			const given = await ask(lang, picture);
			const drawn = Buffer.from(await given.arrayBuffer());
			const { format, width, height } = await sharp(drawn).metadata();
			expect({ format, width, height }).toEqual({ format: 'png', width: 1200, height: 630 });
			expect(drawn.length).toBeLessThan(100_000);
			// from the side on which its language begins, something is written
			const side = { left: lang === 'ar' ? 900 : 80, top: 240, width: 220, height: 120 };
			const { channels } = await sharp(await sharp(drawn).extract(side).toBuffer())
				.removeAlpha()
				.stats();
			expect(channels[0]?.max).toBeGreaterThan(200);
			const tag = given.headers.get('etag') ?? '';
			expect((await ask(lang, picture, tag)).status).toBe(304);
		}
	});

	test('and none of what nobody may read, or in a language that the city does not offer', async () => {
		await expect(ask('es', newId())).rejects.toMatchObject({ status: 404 });
		await expect(ask('fr', 'said')).rejects.toMatchObject({ status: 404 });
	});

	test('also where the city has no name yet, or its words are drawings', async () => {
		const bare = { lang: 'es' as const, icon: 'map-pin', title: 'Mi barrio', below: [''] };
		for (const picture of [bare, { ...bare, title: '🌳' }, { ...bare, title: '\u200b' }]) {
			const { width } = await sharp(await drawSharePicture(picture)).metadata();
			expect(width, picture.title).toBe(1200);
		}
	});
});
