/** F17: a full phone lets go of what the city has before it refuses a word. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft } from '../../src/lib/device/drafts.ts';
import { draft, keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { entryFor } from '../../src/lib/device/outbox.ts';
import { withRoom } from '../../src/lib/device/room.ts';
import { withFull } from './full-memory.ts';

const photo = new Uint8Array(300_000).fill(7);
const told = { topic: 'other', words: 'Con foto', place: null, publish: false } as const;
const full = () => new DOMException('no room', 'QuotaExceededError');

/** A need with a photo; the city has it or not. */
async function tell(isSent: boolean): Promise<string> {
	await keepMedia('photo', 'image/jpeg', photo);
	const id = await keepNeed(told, 'es');
	if (!isSent) return id;
	await device.outbox.delete(id);
	await device.receipts.add({
		id,
		sha256: 'x'.repeat(43),
		receivedAt: '2026-03-01T10:00:00Z',
		node: 'city',
		epoch: '1',
		signature: 'x'
	});
	return id;
}

beforeEach(() => device.open());
afterEach(() => device.delete());

describe('F17: a phone without room', () => {
	it('lets the photos of sent needs go, keeps those that wait, and tries once more', async () => {
		const [sent, waits] = [await tell(true), await tell(false)];
		await keepMedia('photo', 'image/jpeg', photo);
		let tries = 0;
		const outcome = await withRoom(async () => {
			if (tries++ === 0) throw full();
			return 'kept';
		});
		expect(outcome).toBe('kept');
		expect(await listMedia(sent)).toEqual([]);
		expect(await device.pieces.count()).toBe(4);
		expect(await listMedia(waits)).toHaveLength(1);
		expect(await listMedia(draft)).toHaveLength(1);
		expect((await device.needs.get(sent))?.envelope?.body.words).toBe('Con foto');
	});

	it('keeps the photos of what the city lost and is offered again', async () => {
		const id = await tell(true);
		const envelope = (await device.needs.get(id))?.envelope;
		if (!envelope) throw new Error('no words');
		await device.outbox.add(entryFor(envelope, 1));
		await expect(withRoom(() => Promise.reject(full()))).rejects.toThrow('no room');
		expect(await listMedia(id)).toHaveLength(1);
	});

	it('says so when nothing can go, and when it does not help', async () => {
		const waits = await tell(false);
		const write = vi.fn(() => Promise.reject(full()));
		await expect(withRoom(write)).rejects.toThrow('no room');
		expect(write).toHaveBeenCalledOnce();
		await tell(true);
		await expect(withRoom(() => Promise.reject(full()))).rejects.toThrow('no room');
		expect(await listMedia(waits)).toHaveLength(1);
	});

	it('is not told that a need is kept which does not fit; nothing of it is half kept', async () => {
		await keepMedia('photo', 'image/jpeg', photo);
		await withFull(device.outbox, 'creating', () =>
			expect(keepNeed(told, 'es')).rejects.toThrow('full')
		);
		expect(await device.needs.count()).toBe(0);
		expect(await listMedia(draft)).toHaveLength(1);
	});

	it('is not seen where something else is the matter', async () => {
		const sent = await tell(true);
		await expect(withRoom(() => Promise.reject(new Error('other')))).rejects.toThrow('other');
		expect(await listMedia(sent)).toHaveLength(1);
	});

	it('keeps what is being written in the place of an old photo', async () => {
		const sent = await tell(true);
		let refusals = 1;
		device.drafts.hook('creating', function refuse() {
			if (refusals-- > 0) throw full();
		});
		await keepDraft({ topic: '', words: 'Cabe', place: '', publish: false, lesson: '', step: '' });
		expect((await device.drafts.get('need'))?.words).toBe('Cabe');
		expect(await listMedia(sent)).toEqual([]);
	});
});
