/** A line that brings a little at a time: while it does, it is tried again soon; once it brings nothing, more seldom. */
import { city, openAnsweredPhone, tell, trackOf } from './answered-phone.ts';
import { answerInstead, type Asked } from './answering.ts';
import { connect } from './phone.ts';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { hashBytes, keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { voice } from '../integration/media-made.ts';

openAnsweredPhone();

const fetchOfNode = globalThis.fetch;
const cut = () => {
	throw new TypeError('fetch failed');
};

/** Of all that this asks for, the line brings one in each try, and breaks with the next. */
function bringOneAtATime(isMeant: (asked: Asked) => boolean): { nextTry(): void } {
	let brought = 0;
	answerInstead(city.door.url, (asked) => {
		if (brought > 0) return cut();
		if (isMeant(asked)) brought++;
		return undefined;
	});
	return { nextTry: () => void (brought = 0) };
}

/** How many bytes of a recording the city has. */
async function arrivedOf(sha256: string): Promise<number> {
	const { headers } = await fetchOfNode(`${city.door.url}/api/media/${sha256}`, { method: 'HEAD' });
	return Number(headers.get('upload-offset'));
}

/** One try that ends without an answer: how long the phone waits until the next one. */
async function delayAfterTry(): Promise<number> {
	const sending = await sync();
	if (sending.outcome !== 'no-answer') throw new Error(`it ended with ${sending.outcome}`);
	return sending.delay;
}

describe('F45: a line that brings a little at a time', () => {
	it('is tried again within seconds while a recording comes over piece by piece', async () => {
		const bytes = new Uint8Array(Buffer.concat([voice, randomBytes(700_000)]));
		await keepMedia('voice', 'audio/webm', bytes, { seconds: 60 });
		const need = { topic: 'other', words: 'Una cosa larga', place: null, publish: false } as const;
		const id = await keepNeed(need, 'es');
		const line = bringOneAtATime(({ method }) => method === 'PUT');
		const sizes: number[] = [];
		for (let tries = 0; tries < 8; tries++) {
			line.nextTry();
			expect(await delayAfterTry()).toBeLessThanOrEqual(5_000);
			sizes.push(await arrivedOf(hashBytes(bytes)));
		}
		// each try began where the one before had ended
		const growing = [...new Set(sizes)].sort((one, other) => one - other);
		expect(sizes).toEqual(growing);
		// the line is dead now
		answerInstead(city.door.url, cut);
		const delays = [await delayAfterTry(), await delayAfterTry(), await delayAfterTry()];
		expect(delays[2]).toBeGreaterThanOrEqual(20_000);
		connect(city.door.url);
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await trackOf(id)).toBe('sent');
	});

	it('is tried more and more seldom while the city knows the words and gets no further', async () => {
		await tell(true);
		const headers = { 'upload-offset': '0' };
		answerInstead(city.door.url, ({ method }) =>
			method === 'PUT' ? new Response(null, { status: 409, headers }) : undefined
		);
		const delays = [await delayAfterTry(), await delayAfterTry(), await delayAfterTry()];
		expect(delays[2]).toBeGreaterThanOrEqual(10_000);
	});

	it('is tried again within seconds while messages come over', async () => {
		await device.facts.put({ key: 'failures', value: 9 });
		const [first, second] = [await tell(), await tell()];
		await device.outbox.toCollection().modify({ failures: 2 });
		const line = bringOneAtATime(({ ids }) => ids.length > 0);
		line.nextTry();
		expect(await delayAfterTry()).toBeLessThanOrEqual(5_000);
		expect([await trackOf(first), await trackOf(second)].sort()).toEqual(['phone', 'sent']);
		expect(await delayAfterTry()).toBeLessThanOrEqual(10_000);
	});
});
