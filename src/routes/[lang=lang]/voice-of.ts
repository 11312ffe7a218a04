/** Asks the worker about the voice of a language. */
import type { VoiceAnswer, VoiceQuestion } from '$lib/domain/voice.ts';

/** What is on this phone of a voice, and what could come; in bytes. */
export type VoiceHere = Extract<VoiceAnswer, { kept: number }>;

/** How far a voice has come. */
export type VoiceComing = Extract<VoiceAnswer, { done: number }>;

/**
 * Asks, and tells how far it is until it knows how things are. undefined where no worker runs, or it is still busy with
 * something else.
 */
export function askVoice(
	voice: string,
	wish: VoiceQuestion['wish'],
	coming: (how: VoiceComing) => void = () => undefined
): Promise<VoiceHere | undefined> {
	const worker = navigator.serviceWorker?.controller;
	if (!worker) return Promise.resolve(undefined);
	return new Promise((done) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = ({ data }: MessageEvent<VoiceAnswer>) => {
			if ('done' in data) return coming(data);
			port1.close();
			done(data);
		};
		worker.postMessage({ voice, wish } satisfies VoiceQuestion, [port2]);
	});
}
