/** The recorder: a voice in parts that are kept while it runs, so that neither a crash nor a dead battery takes more than seconds. */
import { longestRecording, mediaTypes, type MediaType } from '../domain/media.ts';
import { device, type KeptMedia } from './database.ts';
import { beginRecording, draft, dropMedia, endRecording, keepPart, listMedia } from './media.ts';
import {
	closeMicrophone,
	openMicrophone,
	watchMicrophone,
	type MicrophoneProblem
} from './microphone.ts';
import { measureLevel } from './sound-level.ts';

/** Why there is no recording: this browser has no recorder, the phone has no room, or it is about the microphone. */
export type RecorderProblem = MicrophoneProblem | 'no-recorder' | 'no-room';

/** How it ended: by the person, after the longest time, because microphone or page went away, or for want of room. */
export type WhyEnded = 'stopped' | 'longest' | 'taken' | 'no-room';

/** `recording` is what is kept of it; undefined when it was a slip of the thumb. */
export type Ended = { why: WhyEnded; recording: KeptMedia | undefined };

/** A recording that runs. */
export interface Recording {
	/** How long it is by now. */
	seconds(): number;
	/** How loud it is now, 0 to 1. */
	level(): number;
	/** Ends it. */
	stop(): Promise<Ended>;
	/** When it has ended, however that came. */
	ended: Promise<Ended>;
}

const wantedTypes = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const bitsPerSecond = 24_000;
/** Seconds between two parts. */
const partLength = 2;
/** Seconds below which nothing can have been said. */
const shortest = 0.5;

/** Can this browser record? Plain-HTTP pages and old phones cannot. */
export function hasRecorder(): boolean {
	const { mediaDevices } = globalThis.navigator ?? {};
	return typeof MediaRecorder !== 'undefined' && Boolean(mediaDevices?.getUserMedia);
}

/**
 * Begins to record for the draft, in the place of its former recording, which stays when this cannot begin.
 * @param longest seconds after which it ends by itself
 * @param owner whose draft it is
 */
export async function record(
	longest = longestRecording,
	owner = draft
): Promise<Recording | { problem: RecorderProblem }> {
	const form = hasRecorder() ? formToRecord() : undefined;
	if (!form) return { problem: 'no-recorder' };
	const letGo = await takeTurn();
	if (!letGo) return { problem: 'no-microphone' };
	const stream = await openMicrophone();
	if (typeof stream === 'string') {
		letGo();
		return { problem: stream };
	}
	const close = () => {
		closeMicrophone(stream);
		letGo();
	};
	try {
		const recorder = new MediaRecorder(stream, {
			mimeType: form.mimeType,
			audioBitsPerSecond: bitsPerSecond
		});
		return run(recorder, {
			id: await beginRecording(form.type, Date.now(), owner),
			longest,
			close
		});
	} catch (error) {
		close();
		const isOurs = (error as { name?: unknown }).name === 'NotSupportedError';
		return { problem: isOurs ? 'no-recorder' : 'no-room' };
	}
}

/**
 * Ends the recordings that a crash cut off: what was said until then is there. Gives them. One that runs in another tab is
 * let alone.
 */
export async function endCutOff(owner = draft): Promise<KeptMedia[]> {
	const letGo = await takeTurn();
	if (!letGo) return [];
	try {
		const cutOff = (await listMedia(owner)).filter(({ sha256 }) => sha256 === null);
		// where there is no room for the hash now, there may be later
		const ended = cutOff.map(({ id }) => endRecording(id).catch(() => undefined));
		return (await Promise.all(ended)).flatMap((each) => each ?? []);
	} finally {
		letGo();
	}
}

type Run = { id: string; longest: number; close: () => void };

function run(recorder: MediaRecorder, { id, longest, close }: Run): Recording {
	const level = measureLevel(recorder.stream);
	let length = 0;
	let told = performance.now();
	let why: WhyEnded | undefined;
	let keeping: Promise<void> = Promise.resolve();
	let isFull = false;

	// a phone that slept in between did not record in its sleep
	const sinceTold = () => Math.min((performance.now() - told) / 1000, 2 * partLength);
	const seconds = () => Math.min(longest, length + sinceTold());
	const end = (reason: WhyEnded) => {
		why ??= reason;
		if (recorder.state !== 'inactive') recorder.stop();
	};
	const keep = async (blob: Blob, until: number) => {
		// behind a part that is missing nothing could be heard
		if (isFull) return;
		try {
			const bytes = await blob.arrayBuffer();
			if (bytes.byteLength === 0) return;
			await keepPart(id, bytes, until);
		} catch {
			isFull = true;
			end('no-room');
		}
	};
	const timer = setTimeout(() => end('longest'), longest * 1000);
	const stopWatching = watchMicrophone(recorder.stream, () => end('taken'));
	const ended = new Promise<Ended>((resolve) => {
		recorder.onerror = () => end('taken');
		recorder.ondataavailable = ({ data }) => {
			length = seconds();
			told = performance.now();
			const until = length;
			keeping = keeping.then(() => keep(data, until));
			if (length >= longest) end('longest');
		};
		recorder.onstop = async () => {
			clearTimeout(timer);
			stopWatching();
			level.close();
			await keeping;
			const recording = await finish(id, length);
			close();
			resolve({ why: why ?? 'taken', recording });
		};
	});
	recorder.start(partLength * 1000);
	if (document.visibilityState === 'hidden') end('taken');
	const stop = () => {
		end('stopped');
		return ended;
	};
	return { seconds, level: level.now, stop, ended };
}

async function finish(id: string, seconds: number): Promise<KeptMedia | undefined> {
	try {
		if (seconds >= shortest) return await endRecording(id);
		await dropMedia(id);
		return undefined;
	} catch {
		// no room even for its hash: it is ended when it is sent
		const kept = await device.media.get(id).catch(() => undefined);
		return kept && kept.size > 0 ? kept : undefined;
	}
}

function formToRecord(): { mimeType: string; type: MediaType } | undefined {
	const mimeType = [...wantedTypes, ...mediaTypes.voice].find((each) =>
		MediaRecorder.isTypeSupported(each)
	);
	const type = mediaTypes.voice.find((each) => each === mimeType?.split(';')[0]);
	return mimeType && type ? { mimeType, type } : undefined;
}

/** Takes the one turn of all tabs to record; undefined when another tab has it. Gives the way to let it go. */
async function takeTurn(): Promise<(() => void) | undefined> {
	const { locks } = globalThis.navigator ?? {};
	// without locks there is no recorder either
	if (!locks) return () => undefined;
	return new Promise((resolve, reject) => {
		locks
			.request('plaza-recording', { ifAvailable: true }, (lock) =>
				lock ? new Promise<void>((letGo) => resolve(letGo)) : resolve(undefined)
			)
			.catch(reject);
	});
}
