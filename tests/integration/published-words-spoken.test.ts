/** What the city says to everybody can be heard by who does not read, in each language in which it stands and as long as it stands. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSynthesiser } from '../../scripts/synthesiser.js';
import { nameOfSentence, piecesOf, sentencesIn } from '../../src/lib/domain/sentence.ts';
import type { Reels } from '../../src/lib/domain/voice.ts';
import { citizenWords } from '../../src/lib/i18n/translator.ts';
import { keepSwept } from '../../src/lib/server/media/sweep.ts';
import { listPublicReplies } from '../../src/lib/server/public-reply-list.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { recipe } from '../../src/lib/server/voices/synthesiser.ts';
import { GET as reelsDoor } from '../../src/routes/api/voices/[lang=lang]/+server.ts';
import { GET as reelDoor } from '../../src/routes/api/voices/[lang=lang]/reel/+server.ts';
import { GET as soundDoor } from '../../src/routes/voices/[lang=lang]/[name]/+server.ts';
import { aNeed } from './invented.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const page = '/staff/public-replies';
const spanish = 'Las farolas de la calle Olmo alumbran otra vez.';
const arabic = 'عادت مصابيح الشارع تضيء.';
let city: StaffCity;
const ana = openBrowser();

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	await ana.signIn('ana@city.example', password);
	// a city in which nobody has told anything sweeps nothing
	await receive(city, { v: 1, submissions: [aNeed('Falta luz')] }, new Date());
});
afterAll(() => city.close());

async function say(): Promise<void> {
	await ana.post(`${page}?/say`, {
		...{ place: '', 'said-es': 'La calle Olmo no tiene luz.', 'done-es': spanish },
		...{ 'said-ar': 'لا ضوء في الشارع.', 'done-ar': arabic }
	});
}

async function takeBack(): Promise<void> {
	const [said] = await listPublicReplies(city.db);
	if (!said) throw new Error('nothing is said');
	await ana.post(`${page}?/end`, { id: said.id, revision: String(said.revision) });
}

async function hear(lang: string, sentence: string): Promise<Buffer | undefined> {
	const params = { lang, name: nameOfSentence(sentence) };
	const answer = await soundDoor({ params, request: new Request('http://city.example/') } as never);
	return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : undefined;
}

/** What a phone could keep of it in a language. */
async function offered(lang: string): Promise<Reels['reels']> {
	const url = new URL('http://city.example/?modules=');
	const answer = await reelsDoor({ params: { lang }, url } as never);
	const { reels } = (await answer.json()) as Reels;
	return reels.filter(({ part }) => part === 'published');
}

const made = (lang: string, sentence: string) =>
	join(city.dataFolder, 'published-voices', recipe, lang, `${nameOfSentence(sentence)}.mp3`);

describe.skipIf(!hasSynthesiser())('what the city says to everybody', () => {
	it('is heard in the languages in which it stands, and in no other', async () => {
		expect(await hear('es', spanish)).toBeUndefined();
		await say();
		expect((await hear('es', spanish))?.length).toBeGreaterThan(1000);
		expect((await hear('ar', arabic))?.length).toBeGreaterThan(1000);
		expect(await hear('fr', spanish)).toBeUndefined();
		expect(await hear('es', 'Falta luz')).toBeUndefined();
	});

	it('is heard with its day: the month and the year, beside the number that every phone can say', async () => {
		const day = new Intl.DateTimeFormat('es', { dateStyle: 'long' }).format(new Date());
		for (const piece of piecesOf(day).slice(1)) {
			expect((await hear('es', piece))?.length, piece).toBeGreaterThan(500);
		}
	});

	it('is heard with the page that says how answers are counted', async () => {
		const t = await citizenWords('es', 'phone', 'lab');
		for (const sentence of sentencesIn(t('method.read.text'))) {
			expect((await hear('es', sentence))?.length, sentence).toBeGreaterThan(1000);
		}
	});

	it('can be kept on a phone, in small reels of its own', async () => {
		// what is not made yet is begun, for the next time
		await expect.poll(async () => (await offered('es')).length).toBeGreaterThan(0);
		for (const { part, at, of, size } of await offered('es')) {
			const asked = new URLSearchParams({ part, at: String(at), of: String(of) });
			const url = new URL(`http://city.example/?${asked}`);
			const reel = await reelDoor({ params: { lang: 'es' }, url } as never);
			expect((await reel.arrayBuffer()).byteLength).toBe(size);
			expect(size).toBeLessThan(200_000);
		}
	});

	it('is heard no more when it was taken back, and its sound goes from the disk', async () => {
		expect(existsSync(made('es', spanish))).toBe(true);
		await takeBack();
		expect(await hear('es', spanish)).toBeUndefined();
		expect(await offered('es')).toEqual([]);
		const end = keepSwept(city.db, city.dataFolder);
		await expect.poll(() => existsSync(made('es', spanish))).toBe(false);
		await end();
		for (const lang of readdirSync(join(city.dataFolder, 'published-voices', recipe))) {
			expect(readdirSync(join(city.dataFolder, 'published-voices', recipe, lang))).toEqual([]);
		}
	});
});
