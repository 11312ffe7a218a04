/** Asks the worker about what this device keeps, until it has nothing more to say. */
import type { ShelfAnswer, ShelfQuestion } from '$lib/domain/shelf.ts';

/** The last answer of the worker; undefined where none runs. */
export async function askWorker(question: ShelfQuestion): Promise<ShelfAnswer | undefined> {
	if (!('serviceWorker' in navigator)) return undefined;
	const { active } = await navigator.serviceWorker.ready;
	const { port1, port2 } = new MessageChannel();
	return new Promise((done) => {
		port1.onmessage = ({ data }: MessageEvent<ShelfAnswer>) => {
			if ('came' in data) return;
			port1.close();
			done(data);
		};
		active?.postMessage(question, [port2]);
	});
}
