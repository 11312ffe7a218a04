/** The pages with which a trainer gets ready, as a device brings them: each is there, and its size is said before. */
import { expect, it } from 'vitest';
import { contentFiles } from '../../scripts/content-files.ts';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { startPlazaOnDatabase } from './plaza-on-database.ts';

const { content } = readContent(contentFiles(), languages);

it('The trainer’s part has her pages and a guide beside each module that its language has, and says its size before', async () => {
	const { address } = await startPlazaOnDatabase();
	for (const lang of ['es', 'ar'] as const) await expectAllThere(address, lang);
	const page = await (await fetch(`${address}/es/trainer/guide/mail`)).text();
	const guide = content.es?.guides?.['mail'];
	// what the author wrote, and what follows from the lessons
	for (const words of [guide?.begin, guide?.end, guide?.hard[0]?.help, 'DigComp 2.1, 2.2']) {
		expect(page).toContain(words);
	}
	for (const lesson of Object.values(content.es?.lessons ?? {})) {
		if (lesson.module === 'mail') expect(page).toContain(lesson.title);
	}
	// a sender of a pretend message may be a number: on paper somebody might call it
	const scams = await (await fetch(`${address}/es/trainer/guide/scam-messages`)).text();
	// each word of it is there
	expect(scams).not.toMatch(/>\s*guide\./);
	expect(scams).not.toMatch(/\+\d\d 555/);
	expect((await fetch(`${address}/ar/trainer/guide/mail`)).status).toBe(404);
	expect((await fetch(`${address}/es/trainer/guide/no-such-module`)).status).toBe(404);

	for (const part of ['', '?module=trainer', '?module=mail']) {
		const url = `${address}/api/packs/es/pages${part}`;
		const headers = { 'accept-encoding': 'br' };
		const head = await fetch(url, { method: 'HEAD', headers });
		const said = Number(head.headers.get('content-length'));
		expect(said, part).toBeGreaterThan(1000);
		const whole = (await (await fetch(url)).text()).length;
		// pressed it is a good deal less, and never nothing
		expect(said, part).toBeLessThan(whole / 2);
	}
});

async function expectAllThere(address: string, lang: Language): Promise<void> {
	const pack = (await (await fetch(`${address}/api/packs/${lang}?modules=trainer`)).json()) as {
		pages: { url: string }[];
	};
	const own = pack.pages.map(({ url }) => url);
	const guides = content[lang]?.modules.map(({ slug }) => `/${lang}/trainer/guide/${slug}`) ?? [];
	const pages = ['ready', 'poster', 'guide', 'session'].map((name) => `/${lang}/trainer/${name}`);
	expect(own).toEqual(expect.arrayContaining([...pages, ...guides, '/drawings/trainer.svg']));
	for (const url of [...pages, ...guides.slice(0, 3)]) {
		const answer = await fetch(address + url);
		expect(answer.status, url).toBe(200);
		const page = await answer.text();
		expect(page, url).toContain('<h1');
		// its sentences, not their names
		expect(page, url).not.toMatch(/guide\.\w+\.\w/);
	}
}
