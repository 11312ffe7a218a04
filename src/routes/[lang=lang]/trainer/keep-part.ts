import { trainerPart } from '$lib/domain/pack.ts';
import type { ShelfAnswer, ShelfQuestion } from '$lib/domain/shelf.ts';

/** Keeps the trainer's pages of a language on this device. Says whether they are here now, and open without internet. */
export async function keepTrainerPart(lang: string): Promise<boolean> {
	if (!('serviceWorker' in navigator)) return false;
	const { active } = await navigator.serviceWorker.ready;
	const { port1, port2 } = new MessageChannel();
	const answer = new Promise<ShelfAnswer>((done) => {
		port1.onmessage = ({ data }: MessageEvent<ShelfAnswer>) => done(data);
	});
	active?.postMessage({ keepPart: trainerPart, lang } satisfies ShelfQuestion, [port2]);
	const said = await answer;
	return 'stopped' in said && !said.stopped;
}
