/** The city's voice on a phone: whole or not at all, only hers, and never in the way of its words. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { withFull } from './full-memory.ts';
import { readMemory } from './two-phones.ts';
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { bytesOf } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { keepVoice } from '../../src/lib/device/said.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { withVoice } from '../../src/lib/server/reply-voices.ts';
import { voice } from '../integration/media-made.ts';

const need: NeedForm = { topic: 'access', words: 'Canario', place: null, publish: false };
const city = cityWithDoor();
let id: string;

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	id = await keepNeed(need, 'es');
	await sync();
});

/** Staff answer aloud; gives the bytes. */
async function answerAloud(size = 900) {
	const bytes = new Uint8Array(Buffer.concat([voice, randomBytes(size)]));
	const [told] = await city.needs(id);
	const { id: staff } = (await city.db.selectFrom('staff').select('id').executeTakeFirst()) ?? {
		id: 'ana'
	};
	const said = { words: 'En mayo.', lang: 'es' };
	const seen = told?.changed_at ?? new Date();
	const refusal = await withVoice(
		city.door.city.dataFolder,
		{ bytes, type: 'audio/webm' },
		(file) =>
			takeStep(city.db, { need: id, to: 'answered', staff, seen, reply: { ...said, voice: file } })
	);
	expect(refusal).toBeUndefined();
	return bytes;
}

const mine = async () => (await listNeeds()).find((each) => each.id === id);

async function heardHere() {
	const [spoken] = (await mine())?.spoken ?? [];
	return spoken && bytesOf(spoken);
}

/** From now on the doors for voices answer so. */
function voicesComeAs(change: (response: Response) => Promise<Response> | Response) {
	const ask = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		const response = await ask(input, init);
		return (input as string).startsWith('/api/said/') ? change(response) : response;
	};
}

it('comes with the next connection, and is there when there is none any more', async () => {
	const bytes = await answerAloud();
	expect((await sync()).outcome).toBe('done');
	globalThis.fetch = () => Promise.reject(new TypeError('no line'));
	expect(await heardHere()).toEqual(bytes);
	expect((await mine())?.messages).toMatchObject([{ words: 'En mayo.' }]);
});

it.each<[string, (response: Response) => Promise<Response> | Response]>([
	[
		'a bit of it flips',
		async (response) => {
			const bytes = new Uint8Array(await response.arrayBuffer());
			bytes[40] = (bytes[40] ?? 0) ^ 1;
			return new Response(bytes);
		}
	],
	[
		'half of it comes',
		async (response) => new Response((await response.arrayBuffer()).slice(0, 99))
	],
	['a Wi-Fi wants a login', () => new Response('<html>Welcome</html>')],
	['the line breaks', () => Promise.reject(new TypeError('cut'))]
])('is not kept where %s, its words are, and it comes the next time', async (_, change) => {
	const bytes = await answerAloud();
	voicesComeAs(change);
	expect((await sync()).outcome).toBe('done');
	expect(await heardHere()).toBeUndefined();
	expect((await mine())?.messages).toMatchObject([{ words: 'En mayo.' }]);
	connect(city.door.url);
	await sync();
	expect(await heardHere()).toEqual(bytes);
});

it('does not stand in the way of its words on a phone that is full', async () => {
	await answerAloud();
	await withFull(device.pieces, 'creating', async () => {
		expect((await sync()).outcome).toBe('done');
	});
	expect((await mine())?.messages).toMatchObject([{ words: 'En mayo.' }]);
	expect((await mine())?.spoken).toEqual([]);
});

it('of more than 300 KB comes by a tap only', async () => {
	const bytes = await answerAloud(300_000);
	await sync();
	expect(await heardHere()).toBeUndefined();
	const [message] = (await mine())?.messages ?? [];
	if (message) await keepVoice(message, crypt);
	expect(await heardHere()).toEqual(bytes);
});

it('goes when she takes her need back', async () => {
	await answerAloud();
	await sync();
	await withdrawNeed(id, 'es');
	await sync();
	expect(await device.media.count()).toBe(0);
	expect(await device.pieces.count()).toBe(0);
});

it('goes when she leaves a shared phone, and comes again when she opens her space', async () => {
	const bytes = await answerAloud();
	await sync();
	const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
	await leave(crypt);
	const { media, pieces } = await readMemory();
	expect({ media, pieces }).toEqual({ media: [], pieces: [] });
	expect(await openSpace(crypt, card, '2580')).toBe('opened');
	await sync();
	expect(await heardHere()).toEqual(bytes);
});

it('that is still on its way when she leaves is not kept for the next person', async () => {
	await answerAloud();
	voicesComeAs(async (response) => {
		await leave(crypt);
		return response;
	});
	await sync();
	expect(await device.media.count()).toBe(0);
	expect(await device.pieces.count()).toBe(0);
});
