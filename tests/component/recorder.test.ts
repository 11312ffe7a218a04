/** The recorder in a real browser, with a microphone that beeps: whatever happens to it, what was said is there. */
import { cdp } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { keepAudioFile } from '../../src/lib/device/audio-file.ts';
import { ownCryptography } from '../../src/lib/device/cryptography.ts';
import { device } from '../../src/lib/device/database.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import {
	beginRecording,
	bytesOf,
	draft,
	keepMedia,
	keepPart,
	listMedia
} from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { keepPhoto } from '../../src/lib/device/photo.ts';
import { drawOnPage } from '../../src/lib/device/photo-on-page.ts';
import { endCutOff, hasRecorder, record, type Recording } from '../../src/lib/device/recorder.ts';

beforeEach(async () => {
	for (const table of device.tables) await table.clear();
	// as the page does when it opens
	await readDraft();
});

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

async function begin(longest?: number): Promise<Recording> {
	const recording = await record(longest);
	if ('problem' in recording) throw new Error(recording.problem);
	return recording;
}

/** Waits until so many parts are on the disk. */
async function partsKept(count: number): Promise<void> {
	await expect.poll(() => device.pieces.count(), { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
}

async function secondsOf(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
	const context = new OfflineAudioContext(1, 1, 48_000);
	return (await context.decodeAudioData(bytes.slice().buffer)).duration;
}

/** Sets the browser's own limit for this page so low that nothing more fits; it notices within half a minute. */
async function fillPhone(): Promise<() => Promise<void>> {
	const { origin } = location;
	const makeRoom = async () => {
		await cdp().send('Storage.overrideQuotaForOrigin', { origin });
	};
	onTestFinished(makeRoom);
	await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
	return makeRoom;
}

/** The browser's own microphone, of which the test can see the stream. */
function watchedMicrophone() {
	const devices = navigator.mediaDevices;
	const open = devices.getUserMedia.bind(devices);
	const streams: MediaStream[] = [];
	vi.spyOn(devices, 'getUserMedia').mockImplementation(async (wanted) => {
		const stream = await open(wanted);
		streams.push(stream);
		return stream;
	});
	return streams;
}

test('a voice is kept in parts while it runs, and is whole when it is stopped', async () => {
	const streams = watchedMicrophone();
	const recording = await begin();
	await partsKept(2);
	expect((await listMedia(draft))[0]).toMatchObject({ sha256: null, role: 'voice' });
	await expect.poll(() => recording.level()).toBeGreaterThan(0);
	expect(recording.seconds()).toBeGreaterThan(3);

	const { why, recording: kept } = await recording.stop();
	expect(why).toBe('stopped');
	expect(await listMedia(draft)).toEqual([kept]);
	expect(kept).toMatchObject({ type: 'audio/webm', owner: draft });
	const bytes = await bytesOf(kept?.id ?? '');
	expect(bytes.length).toBe(kept?.size);
	expect(Math.abs((await secondsOf(bytes)) - (kept?.seconds ?? 0))).toBeLessThan(1);
	// 24 kbit/s: far under a photo, also for the longest
	expect(bytes.length / (kept?.seconds ?? 1)).toBeLessThan(5_000);
	expect(streams[0]?.getTracks().every(({ readyState }) => readyState === 'ended')).toBe(true);
});

test('a recording that is forgotten ends by itself after the longest time', async () => {
	const { why, recording } = await (await begin(3)).ended;
	expect(why).toBe('longest');
	expect(recording?.seconds).toBeLessThanOrEqual(3);
	expect(recording?.sha256).toHaveLength(43);
	const heard = await secondsOf(await bytesOf(recording?.id ?? ''));
	expect(heard).toBeGreaterThan(2);
	expect(heard).toBeLessThan(3.6);
});

describe('a recording ends in order, and what was said stays, when', () => {
	test.each<[string, (stream: MediaStream) => void]>([
		[
			'the microphone is taken away',
			(stream) => stream.getTracks()[0]?.dispatchEvent(new Event('ended'))
		],
		[
			'another program makes it dumb',
			(stream) => stream.getTracks()[0]?.dispatchEvent(new Event('mute'))
		],
		['the page goes', () => window.dispatchEvent(new PageTransitionEvent('pagehide'))],
		[
			'the phone falls asleep',
			() => {
				vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
				document.dispatchEvent(new Event('visibilitychange'));
			}
		]
	])('%s', async (_, happen) => {
		const streams = watchedMicrophone();
		const recording = await begin();
		await partsKept(1);
		happen(streams[0] as MediaStream);
		const { why, recording: kept } = await recording.ended;
		expect(why).toBe('taken');
		expect(await secondsOf(await bytesOf(kept?.id ?? ''))).toBeGreaterThan(1);
	});
});

test('a need that is sent from another page meanwhile takes nothing of it', async () => {
	const recording = await begin();
	await partsKept(1);
	const need = { topic: 'other', words: 'Otra cosa', place: null, publish: false } as const;
	const id = await keepNeed(need, 'es');
	await partsKept(2);
	const { recording: kept } = await recording.stop();
	expect(await listMedia(id)).toEqual([]);
	expect(await listMedia(draft)).toEqual([kept]);
	expect(await secondsOf(await bytesOf(kept?.id ?? ''))).toBeGreaterThan(3);
});

test('when its person has left the phone, nothing of it comes back', async () => {
	const recording = await begin();
	await partsKept(1);
	expect(await leave(ownCryptography())).toBe('left');
	expect((await recording.stop()).recording).toBeUndefined();
	expect(await record()).toEqual({ problem: 'no-room' });
	expect(await device.media.count()).toBe(0);
	expect(await device.pieces.count()).toBe(0);
});

describe('a recording that a crash cut off', () => {
	test('is found, has its hash and can be heard', async () => {
		const first = await begin();
		await partsKept(2);
		const parts = await device.pieces.toArray();
		await first.stop();
		await device.media.clear();
		await device.pieces.clear();
		const id = await beginRecording('audio/webm');
		for (const { bytes } of parts) await keepPart(id, bytes, 4);

		const [found] = await endCutOff();
		expect(found).toMatchObject({ id, seconds: 4 });
		expect(found?.sha256).toHaveLength(43);
		expect(await secondsOf(await bytesOf(id))).toBeGreaterThan(3);
		expect(await endCutOff()).toEqual([]);
	});

	test('without a sound in it is forgotten', async () => {
		await beginRecording('audio/webm');
		expect(await endCutOff()).toEqual([]);
		expect(await listMedia(draft)).toEqual([]);
	});

	test('is not mistaken for one that runs in another tab', async () => {
		const recording = await begin();
		await partsKept(1);
		expect(await endCutOff()).toEqual([]);
		await partsKept(2);
		expect(await record()).toEqual({ problem: 'no-microphone' });
		expect((await recording.stop()).recording?.seconds).toBeGreaterThan(3);
	});
});

test('a slip of the thumb leaves nothing behind', async () => {
	const { recording } = await (await begin()).stop();
	expect(recording).toBeUndefined();
	expect(await listMedia(draft)).toEqual([]);
});

describe('where it cannot record it says why, and the former recording stays:', () => {
	test.each([
		['NotAllowedError', 'refused'],
		['NotFoundError', 'no-microphone'],
		['NotReadableError', 'no-microphone']
	])('%s', async (name, problem) => {
		await keepMedia('voice', 'audio/webm', new Uint8Array([1, 2, 3]));
		vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValue(new DOMException('', name));
		expect(await record()).toEqual({ problem });
		expect(await listMedia(draft)).toHaveLength(1);
		// and the turn is free again
		vi.restoreAllMocks();
		expect((await (await begin(1)).ended).why).toBe('longest');
	});

	test('a page without a recorder', async () => {
		vi.stubGlobal('MediaRecorder', undefined);
		expect(hasRecorder()).toBe(false);
		expect(await record()).toEqual({ problem: 'no-recorder' });
	});
});

test('a recording ends where a part found no room: nothing is put behind a gap', async () => {
	let parts = 0;
	const refuse = () => {
		// a smaller one might fit again
		if (++parts === 2) throw new DOMException('no room', 'QuotaExceededError');
	};
	device.pieces.hook('creating', refuse);
	onTestFinished(() => device.pieces.hook('creating').unsubscribe(refuse));
	const { why, recording } = await (await begin()).ended;
	expect(why).toBe('no-room');
	expect(await device.pieces.count()).toBe(1);
	expect(await secondsOf(await bytesOf(recording?.id ?? ''))).toBeGreaterThan(1);
}, 30_000);

test('a phone that fills up while a recording runs keeps what was said, and says so of all that comes after', async () => {
	const photo = await (await fetch(new URL('../fixtures/photo.jpg', import.meta.url))).blob();
	const recording = await begin();
	await partsKept(1);
	const makeRoom = await fillPhone();
	const { why, recording: kept } = await recording.ended;
	expect(why).toBe('no-room');
	const heard = await bytesOf(kept?.id ?? '');
	expect(await secondsOf(heard)).toBeGreaterThan(1);
	expect(await record()).toEqual({ problem: 'no-room' });
	expect(await keepPhoto(photo, drawOnPage)).toEqual({ problem: 'no-room' });
	expect(await keepAudioFile(new Blob([heard]))).toEqual({ problem: 'no-room' });
	expect((await listMedia(draft)).map(({ id }) => id)).toEqual([kept?.id]);

	await makeRoom();
	await endCutOff();
	expect(await listMedia(draft)).toMatchObject([{ id: kept?.id, size: heard.length }]);
	expect((await listMedia(draft))[0]?.sha256).toHaveLength(43);
}, 60_000);
