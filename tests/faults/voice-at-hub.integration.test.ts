/** A hub in wrong hands cannot put anything in the place of what somebody said. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { unpark } from '../../src/lib/device/outbox.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { SyncRequest, SyncResponse } from '../../src/lib/domain/sync.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { hashOf, voice } from '../integration/media-made.ts';
import { hubInWrongHands } from './hub-in-wrong-hands.ts';

const city = cityWithDoor();
const { atHub } = hubInWrongHands(city);

/** A phone that has met the city before. */
beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	await keepNeed({ topic: 'other', words: 'De antes', place: null, publish: false }, 'es');
	await sync();
	await device.facts.delete('keys');
});

it('a voice is not called sent while a hub brings other bytes in its place, and arrives byte for byte after it', async () => {
	const noise = randomBytes(voice.length + 16);
	const changed = (request: SyncRequest): SyncRequest => ({
		...request,
		submissions: (request.submissions as Sealed[]).map((letter) => ({
			...letter,
			media: letter.media.map(({ size }) => ({ size, sha256: hashOf(noise) }))
		}))
	});
	const atCity = (path: string, method: string, type: string, body: BodyInit) =>
		fetch(`${city.door.url}${path}`, { method, headers: { 'content-type': type }, body });
	atHub({
		request: changed,
		response: async (answer, asked) => {
			if (asked.submissions.length === 0) return answer;
			const path = `/api/media/${hashOf(noise)}?offset=0`;
			await atCity(path, 'PUT', 'application/octet-stream', noise);
			const again = JSON.stringify(changed(asked));
			const second = await atCity('/api/sync', 'POST', 'application/json', again);
			return (await second.json()) as SyncResponse;
		}
	});
	await keepMedia('voice', 'audio/webm', new Uint8Array(voice), { seconds: 2 });
	const id = await keepNeed({ topic: 'safety', words: '', place: null, publish: false }, 'es');
	const mine = async () => (await listNeeds()).find((each) => each.id === id);
	await sync();
	expect((await mine())?.track).not.toBe('sent');

	connect(city.door.url);
	await device.facts.delete('keys');
	await unpark(id);
	await sync();
	expect((await mine())?.track).toBe('sent');
	const [row] = await city.db
		.selectFrom('media')
		.select('shown')
		.where('submission', '=', id)
		.execute();
	expect(readFileSync(pathOf(city.door.city.dataFolder, row?.shown ?? ''))).toEqual(voice);
});
