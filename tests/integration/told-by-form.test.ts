/** Voice and photos that come with a plain form, from phones without the page's script. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { deriveSecrets, hashSecret, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { receiveForm } from '../../src/lib/server/receive-form.ts';
import { actions } from '../../src/routes/[lang=lang]/needs/new/+page.server.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { newId } from './invented.ts';
import { hashOf, itemOf, photo, voice, voiceMp4 } from './media-made.ts';

let test: TestDatabase;
let door: Door;

beforeAll(async () => {
	test = await openTestDatabase();
	door = await openDoor(test.url);
});
beforeEach(async () => {
	for (const table of ['media_awaited', 'media', 'needs', 'submissions'] as const) {
		await test.db.deleteFrom(table).execute();
	}
});
afterAll(async () => {
	await door.close();
	await test.close();
});

type Answer = {
	status?: number;
	data?: Answer;
	view: string;
	problem?: string;
	problems?: string[];
	code: string;
	input: Record<string, unknown>;
	identity: { id: string; code: string };
};

/** Posts to an action of the page, and gives what the page would show. */
async function post(action: keyof typeof actions, form: FormData): Promise<Answer> {
	const request = new Request(`http://city.example/es/needs/new?/${action}`, {
		method: 'POST',
		body: form
	});
	const event = { request, params: { lang: 'es' } } as never;
	const answer = (await actions[action](event)) as unknown as Answer;
	return { ...answer, ...answer.data };
}

function formOf(fields: Record<string, string>, files: [name: string, bytes: Buffer][] = []) {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	for (const [name, bytes] of files) form.append(name, new File([new Uint8Array(bytes)], 'a file'));
	return form;
}

const told = { topic: 'access', words: 'Mira la rampa', place: null, publish: false } as const;
const typed = { topic: 'access', words: 'Mira la rampa', place: 'none', lesson: '', step: '' };

async function checked(fields = typed): Promise<Record<string, string>> {
	const { view, identity } = await post('check', formOf(fields));
	expect(view).toBe('check');
	return { ...fields, ...identity };
}

async function rows() {
	return test.db.selectFrom('media').selectAll().orderBy('position').execute();
}

const bytesOf = (name: string | null | undefined) =>
	readFileSync(pathOf(door.city.dataFolder, name ?? ''));

async function needOf(code: string) {
	return test.db
		.selectFrom('submissions')
		.innerJoin('needs', 'needs.id', 'submissions.id')
		.select(['submissions.receipt', 'submissions.envelope', 'needs.words', 'needs.channel'])
		.where('submissions.watch_hash', '=', hashSecret(deriveSecrets(code).watch))
		.executeTakeFirst();
}

describe('a need told by a plain form', () => {
	it('may be a voice only: it is complete, and byte for byte what was chosen', async () => {
		const fields = await checked({ ...typed, words: '' });
		const { view, code } = await post('send', formOf(fields, [['voice', voice]]));
		expect(view).toBe('sent');
		const need = await needOf(code);
		expect(need?.words).toBe('');
		const [heard] = await rows();
		expect(heard).toMatchObject({ role: 'voice', shown_type: 'audio/webm', sha256: hashOf(voice) });
		expect(heard?.arrived_at).not.toBeNull();
		expect(bytesOf(heard?.shown)).toEqual(voice);
	});

	it('has photos small, upright and without a word about where they were made, before it has its identity', async () => {
		const photos = [await photo('#9A3412'), await photo('#0B4690', 800, 600)];
		const sent = formOf(await checked(), [
			['photo', photos[0] as Buffer],
			['photo', Buffer.alloc(0)],
			['photo', photos[1] as Buffer]
		]);
		expect((await post('send', sent)).view).toBe('sent');
		const kept = await rows();
		expect(kept.map(({ role }) => role)).toEqual(['photo', 'photo']);
		for (const { sha256 } of kept) expect(photos.map(hashOf)).not.toContain(sha256);
		const { width, height, exif } = await sharp(bytesOf(kept[0]?.shown)).metadata();
		expect({ width, height, exif }).toEqual({ width: 960, height: 1280, exif: undefined });
		const everything = readdirSync(`${door.city.dataFolder}/media`, {
			recursive: true,
			withFileTypes: true
		}).filter((entry) => entry.isFile());
		for (const { parentPath, name } of everything) {
			expect(readFileSync(`${parentPath}/${name}`).includes('Exif')).toBe(false);
		}
	});

	it('has a recording without the place where it was made', async () => {
		const place = Buffer.from('+41.3874+002.1686/');
		const box = Buffer.concat([
			Buffer.from([0, 0, 0, 8 + place.length]),
			Buffer.from('udta'),
			place
		]);
		const recorded = Buffer.concat([voiceMp4, box]);
		expect((await post('send', formOf(await checked(), [['voice', recorded]]))).view).toBe('sent');
		const [heard] = await rows();
		expect(heard).toMatchObject({ type: 'audio/mp4', size: recorded.length });
		expect(bytesOf(heard?.shown).includes(place)).toBe(false);
		expect(bytesOf(heard?.shown).subarray(0, voiceMp4.length)).toEqual(voiceMp4);
	});

	it('is the same need at a second tap, and goes on where a crash ended the first', async () => {
		const fields = await checked();
		const files: [string, Buffer][] = [['voice', voice]];
		const identity = { id: fields['id'] ?? '', code: fields['code'] ?? '' };
		const envelope = makeEnvelope(told, 'es', identity, [itemOf(voice)]);
		await receive(door.city, { v: 1, submissions: [envelope] }, new Date());
		await receivePiece(door.city.door.media, hashOf(voice), 0, voice.subarray(0, 1000));

		const first = await post('send', formOf(fields, files));
		const second = await post('send', formOf(fields, files));
		expect([first.code, second.code]).toEqual([identity.code, identity.code]);
		expect(await rows()).toHaveLength(1);
		expect((await needOf(identity.code))?.receipt).toBeDefined();
	});

	it('goes on anew where other bytes came before those of its voice', async () => {
		const fields = await checked();
		const identity = { id: fields['id'] ?? '', code: fields['code'] ?? '' };
		const envelope = makeEnvelope(told, 'es', identity, [itemOf(voice)]);
		await receive(door.city, { v: 1, submissions: [envelope] }, new Date());
		await receivePiece(door.city.door.media, hashOf(voice), 0, randomBytes(1000));
		expect((await post('send', formOf(fields, [['voice', voice]]))).view).toBe('sent');
		const [heard] = await rows();
		expect(bytesOf(heard?.shown)).toEqual(voice);
	});

	// a folder that never has room
	it.runIf(existsSync('/proc'))('is not taken by halves where its files have no room', async () => {
		const full = { ...door.city, dataFolder: '/proc' };
		const files = [{ item: itemOf(voice), bytes: Buffer.from(voice) }];
		const identity = { id: newId(), code: makeReceiptCode(randomBytes(10)) };
		const tell = (media: typeof files) =>
			receiveForm(full, told, 'es', identity, new Date(), media);
		expect(await tell(files)).toBe('no-room');
		expect(await test.db.selectFrom('submissions').selectAll().execute()).toEqual([]);
		expect(await tell([])).toBe('at-city');
	});

	it('that was changed after it was sent is told to be another one', async () => {
		const fields = await checked();
		const { code } = await post('send', formOf(fields));
		const changed = await post('send', formOf(fields, [['voice', voice]]));
		expect(changed).toMatchObject({ status: 409, view: 'check' });
		expect(changed.identity.code).not.toBe(code);
		const again = { ...fields, ...changed.identity };
		expect((await post('send', formOf(again, [['voice', voice]]))).view).toBe('sent');
	});

	it('needs no files at all', async () => {
		const { view, code } = await post('send', formOf(await checked()));
		expect(view).toBe('sent');
		expect(await needOf(code)).toMatchObject({ envelope: { media: [] }, channel: 'form' });
	});
});

describe('files that cannot be taken are told kindly, the words are still there, and nothing is kept:', () => {
	const page = Buffer.from('<!doctype html><script>alert(1)</script>');
	const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
	const small = photo('#0B4690', 40, 30);

	it.each<[string, [string, Buffer | Promise<Buffer>][], string, string?]>([
		['no voice and no words', [], 'blank', ''],
		['photos alone', [['photo', small]], 'blank', ''],
		['a page as a recording', [['voice', page]], 'no-sound'],
		['a photo as a recording', [['voice', small]], 'no-sound'],
		[
			'a recording of 5 MB',
			[['voice', Buffer.concat([voice, randomBytes(5_000_000)])]],
			'too-large'
		],
		['a drawing with a script', [['photo', drawing]], 'no-picture'],
		['a recording as a photo', [['photo', voice]], 'no-picture'],
		['four photos', Array.from({ length: 4 }, () => ['photo', small]), 'too-many']
	])('%s', async (_, files, problem, words = 'Mira la rampa') => {
		const fields = await checked({ ...typed, words });
		const given = await Promise.all(
			files.map(async ([name, bytes]): Promise<[string, Buffer]> => [name, await bytes])
		);
		const answer = await post('send', formOf(fields, given));
		expect(answer).toMatchObject({ status: 422, view: 'check', problem, input: { words } });
		expect(answer.identity).toEqual({ id: fields['id'], code: fields['code'] });
		expect(await test.db.selectFrom('submissions').selectAll().execute()).toEqual([]);
	});

	it('more than fits in a form', async () => {
		const fields = await checked();
		const large = Buffer.concat([voice, randomBytes(25 * 1024 * 1024)]);
		const answer = await post('send', formOf(fields, [['photo', large]]));
		expect(answer).toMatchObject({ status: 413, view: 'check', problem: 'files' });
		expect(answer.input).toMatchObject({ topic: 'access', words: 'Mira la rampa', place: 'none' });
		expect(answer.identity).toEqual({ id: fields['id'], code: fields['code'] });
	});
});

describe('a form without a topic or a place comes back with what was typed', () => {
	it.each(['topic', 'place'])('%s', async (missing) => {
		const answer = await post('send', formOf({ ...(await checked()), [missing]: '' }));
		expect(answer).toMatchObject({ status: 422, view: 'write', input: { words: 'Mira la rampa' } });
	});
});
