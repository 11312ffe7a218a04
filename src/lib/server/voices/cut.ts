/** Cutting one long sound into the sounds of its sentences. Pure. */

/** So many seconds without any sound stand between two sentences; within one there is never half as much. */
export const pause = 1.5;

/** Where the sentences of a sound lie, in samples: `[from, to]`. Between them is silence of nearly `pause` seconds. */
export function sentencesOfSound(samples: Int16Array, rate: number): [number, number][] {
	const found: [number, number][] = [];
	let from = -1;
	let to = 0;
	for (let at = 0; at < samples.length; at++) {
		if (samples[at] === 0) continue;
		if (from >= 0 && at - to > 0.6 * pause * rate) {
			found.push([from, to]);
			from = -1;
		}
		if (from < 0) from = at;
		to = at + 1;
	}
	if (from >= 0) found.push([from, to]);
	return found;
}

/** The sounds one after the other with `gap` seconds of silence around each, and where each lies now, in seconds. */
export function joined(samples: Int16Array, places: [number, number][], rate: number, gap: number) {
	const space = Math.round(gap * rate);
	const length = places.reduce((sum, [from, to]) => sum + to - from + space, space);
	const whole = new Int16Array(length);
	const seconds: [number, number][] = [];
	let at = space;
	for (const [from, to] of places) {
		whole.set(samples.subarray(from, to), at);
		seconds.push([at / rate, (at + to - from) / rate]);
		at += to - from + space;
	}
	return { whole, seconds };
}

/** MPEG-2 layer III at 16 kHz and 16 kbit/s: every frame has 576 samples and 72 bytes, and none leans on another. */
export const mp3 = { rate: 16_000, samples: 576, bytes: 72 } as const;

/** How late, in samples, a sound comes out of a decoder: its own 529, and the encoder's (LAME) 576. */
const [ofDecoder, ofEncoder] = [529, 576];

/** So many samples of quiet stand before and behind a sound at least, however abruptly it begins or ends: 5 ms. */
const around = 80;

/**
 * The part of an MP3 that sounds from one second to another: from the frame before it can be heard to its last. What is
 * cut away is more than 55 dB below the sentence (docs/decisions/listen.md).
 * @throws when the file is not of the form above
 */
export function partOfMp3(file: Buffer, [from, to]: [number, number]): Buffer {
	const first = Math.floor((from * mp3.rate + ofDecoder - around) / mp3.samples);
	const last = Math.floor((to * mp3.rate + ofDecoder + ofEncoder + around) / mp3.samples) + 1;
	const part = file.subarray(first * mp3.bytes, last * mp3.bytes);
	for (let at = 0; at < part.length; at += mp3.bytes) {
		if (part.readUInt16BE(at) >>> 4 !== 0xfff) throw new Error('an MP3 of another form');
	}
	return part;
}
