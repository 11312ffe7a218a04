/** What the city says to everybody, spoken: whoever asks hears it, as long as it is said, and a hub hands it on. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { publishedReplies } from '../../src/lib/server/public-replies.ts';
import { listPublicReplies } from '../../src/lib/server/public-reply-list.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { GET as door } from '../../src/routes/public-voices/[sha256]/+server.ts';
import { openEmptyDatabase } from './database.ts';
import { aNeed } from './invented.ts';
import { hashOf, photo, voice, voiceMp4 } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	ana = openBrowser();
	await ana.signIn('ana@city.example', password);
	// a city in which nobody has told anything sweeps nothing
	await receive(city, { v: 1, submissions: [aNeed('Falta luz')] }, new Date());
});
afterAll(() => city.close());

const words = {
	...{ place: '', 'said-es': 'Falta luz.', 'done-es': 'Ya hay luz.' },
	...{ 'said-ar': 'لا يوجد ضوء.', 'done-ar': 'صار هناك ضوء.' }
};
const page = '/staff/public-replies';
const recording = () => Buffer.concat([voice, randomBytes(40)]);

type Seen = { id: string; revision: number };

/** The reply that was said or changed last, as its page shows it. */
async function seenNow(id?: string) {
	const all = await listPublicReplies(city.db);
	const reply = id ? all.find((each) => each.id === id) : all[0];
	if (!reply) throw new Error('nothing is said');
	return reply;
}

async function say(): Promise<string> {
	await ana.post(`${page}?/say`, words);
	return (await seenNow()).id;
}

function speak({ id, revision }: Seen, lang: string, bytes: Buffer, by = ana) {
	const form = new FormData();
	form.append('lang', lang);
	const file = new File([new Uint8Array(bytes)], 'whatever.mp3', { type: 'audio/mpeg' });
	form.append(`voice-${lang}`, file);
	return by.post(`${page}?/voice&id=${id}&change=${id}&revision=${revision}`, form);
}

/** A public reply with a voice in Spanish. */
async function spoken(bytes = recording()) {
	const id = await say();
	expect((await speak(await seenNow(id), 'es', bytes)).status).toBe(303);
	return { id, bytes, file: pathOf(city.dataFolder, hashOf(bytes)) };
}

function ask(sha256: string, headers: Record<string, string> = {}) {
	const request = new Request('http://city.example/', { headers });
	return door({ params: { sha256 }, request } as never) as Promise<Response>;
}

const hear = async (sha256: string) => {
	const answer = await ask(sha256);
	return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : undefined;
};
const published = async (id: string) =>
	(await publishedReplies(city.db)).find((reply) => reply.id === id);
const sweep = () => sweepMedia(city.db, city.dataFolder);

describe('What is said to everybody, with a voice', () => {
	it('is heard by whoever asks, by the hash that everybody is told with its size, and in parts', async () => {
		const { id, bytes } = await spoken();
		expect((await published(id))?.voices).toEqual({
			es: { sha256: hashOf(bytes), size: bytes.length, type: 'audio/webm' }
		});
		const whole = await ask(hashOf(bytes));
		expect(Buffer.from(await whole.arrayBuffer())).toEqual(bytes);
		expect(whole.headers.get('content-type')).toBe('audio/webm');
		expect(whole.headers.get('content-security-policy')).toMatch(/^sandbox/);
		const part = await ask(hashOf(bytes), { range: 'bytes=2-5' });
		expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(2, 6));
	});

	it('opens no other file: neither one that nobody published, nor what is no hash', async () => {
		const { bytes } = await spoken();
		const prepared = pathOf(city.dataFolder, hashOf(recording()));
		for (const name of ['x', '', '../keys.json', prepared, hashOf(bytes).slice(1)]) {
			expect((await ask(name)).status, name).toBe(404);
		}
	});

	it('says it in each language in which it is written, and comes without what its maker wrote into it', async () => {
		const { id, bytes } = await spoken();
		const note = Buffer.from('\0\0\0\x18udta+41.3850+002.173');
		await speak(await seenNow(id), 'ar', Buffer.concat([voiceMp4, note]));
		const { es, ar } = (await published(id))?.voices ?? {};
		expect(es?.sha256).toBe(hashOf(bytes));
		expect(ar?.type).toBe('audio/mp4');
		expect((await hear(ar?.sha256 ?? ''))?.includes('+41.3850')).toBe(false);
		expect((await speak(await seenNow(id), 'fr', recording())).status).toBe(404);
		expect((await speak(await seenNow(id), 'xx', recording())).status).toBe(400);
		expect(Object.keys((await published(id))?.voices ?? {}).sort()).toEqual(['ar', 'es']);
	});

	it('is put in the place of another one, or taken away; what nobody hears leaves the disk', async () => {
		const { id, bytes, file } = await spoken();
		await sweep();
		expect(existsSync(file)).toBe(true);
		const next = recording();
		await speak(await seenNow(id), 'es', next);
		await sweep();
		expect([await hear(hashOf(bytes)), existsSync(file)]).toEqual([undefined, false]);
		expect(await hear(hashOf(next))).toEqual(next);
		const { revision } = await seenNow(id);
		await ana.post(`${page}?/unvoice&id=${id}&change=${id}&revision=${revision}`, { lang: 'es' });
		expect(await published(id)).not.toHaveProperty('voices');
		expect(await hear(hashOf(next))).toBeUndefined();
	});

	it('goes with its words: taken back it is heard by nobody, and saying them again does not bring it back', async () => {
		const { id, bytes, file } = await spoken();
		const { revision } = await seenNow(id);
		await ana.post(`${page}?/end`, { id, revision: String(revision) });
		expect(await hear(hashOf(bytes))).toBeUndefined();
		await sweep();
		expect(existsSync(file)).toBe(false);
		const now = await seenNow(id);
		await ana.post(`${page}?/change`, { id, revision: String(now.revision), ...words });
		expect(await published(id)).not.toHaveProperty('voices');
		const late = await seenNow(id);
		await ana.post(`${page}?/end`, { id, revision: String(late.revision) });
		expect((await speak(await seenNow(id), 'es', recording())).status).toBe(404);
	});

	it('whose words are written anew is let go in that language alone, and the page says so', async () => {
		const { id, bytes } = await spoken();
		await speak(await seenNow(id), 'ar', recording());
		const { revision } = await seenNow(id);
		const other = { ...words, 'done-ar': 'صار هناك ضوء جديد.' };
		const changed = await ana.post(`${page}?/change`, { id, revision: String(revision), ...other });
		expect(changed.location).toBe(`${page}?done=said&unsaid=ar`);
		expect((await ana.open(changed.location ?? '')).data.unsaid).toEqual(['ar']);
		expect(Object.keys((await published(id))?.voices ?? {})).toEqual(['es']);
		expect(await hear(hashOf(bytes))).toEqual(bytes);
	});

	it('never says what a colleague has written anew meanwhile', async () => {
		const { id, bytes } = await spoken();
		const seen = await seenNow(id);
		await ana.post(`${page}?/change`, { id, revision: String(seen.revision), ...words, place: '' });
		const late = await speak(seen, 'es', recording());
		expect([late.status, late.data]).toEqual([409, { id, isOld: true }]);
		expect(await hear(hashOf(bytes))).toEqual(bytes);
	});

	it('is given by whoever may speak to everybody, and by nobody else', async () => {
		const { id } = await spoken();
		for (const role of ['department', 'moderator', 'reader'] as const) {
			await city.addMember(`${role}@city.example`, role);
			const other = openBrowser();
			await other.signIn(`${role}@city.example`, password);
			const refused = await speak(await seenNow(id), 'es', recording(), other);
			expect(refused.location).toBe('/staff/refused');
		}
		expect((await speak(await seenNow(id), 'es', recording(), openBrowser())).status).toBe(307);
	});

	const bad: [string, () => Promise<Buffer> | Buffer, string][] = [
		['nothing at all', () => Buffer.alloc(0), 'none'],
		['a page that calls itself MP3', () => Buffer.from('<script>alert(1)</script>'), 'no-sound'],
		['a photo', () => photo('#111111', 64, 64), 'no-sound'],
		['a recording above 4 MB', () => Buffer.concat([voice, Buffer.alloc(4 << 20)]), 'too-large']
	];

	it.each(bad)(
		'is no %s: it is refused, and the voice that was there stays',
		async (_, make, problem) => {
			const { id, bytes } = await spoken();
			const { status, data } = await speak(await seenNow(id), 'es', await make());
			expect([status, data]).toMatchObject([400, { id, lang: 'es', problem }]);
			expect(await hear(hashOf(bytes))).toEqual(bytes);
		}
	);

	it('is in a backup; one whose file is lost leaves the words alone', async () => {
		const { id, bytes } = await spoken();
		const lost = recording();
		await speak(await seenNow(id), 'ar', lost);
		rmSync(pathOf(city.dataFolder, hashOf(lost)));
		const folder = mkdtempSync(join(tmpdir(), 'plaza-said-'));
		const [file, home] = [join(folder, 'city.plaza'), join(folder, 'home')];
		await makeBackup(city.db, city.dataFolder, file, 'correct horse battery staple');
		const { db, close } = await openEmptyDatabase();
		await restoreBackup(db, home, file, 'correct horse battery staple', { replace: false });
		await sweepMedia(db, home);
		const reply = (await publishedReplies(db)).find((each) => each.id === id);
		expect(Object.keys(reply?.voices ?? {})).toEqual(['es']);
		expect(reply?.texts.ar?.said).toBe(words['said-ar']);
		expect(existsSync(pathOf(home, hashOf(bytes)))).toBe(true);
		await close();
		rmSync(folder, { recursive: true });
	});
});
