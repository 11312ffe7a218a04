/** A phone in a test: the real device code on an IndexedDB in memory, over a network that can be broken on purpose. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { device } from '../../src/lib/device/database.ts';

/** What may happen to one exchange. */
export type Fault =
	| 'none'
	| 'cut before the city heard'
	| 'cut after the city kept it'
	| 'delivered twice'
	| 'login page'
	| 'empty 200'
	| 'busy'
	| 'half an answer'
	| 'forged receipts';

/** Puts a network between the device code and the city at `url`; each exchange takes the next fault, then none. */
export function connect(url: string, faults: Fault[] = []): { exchanges: number } {
	const seen = { exchanges: 0 };
	const real = fetchOfNode;
	globalThis.fetch = async (input, init) => {
		const send = () => real(new URL(String(input), url), init);
		if (init?.method !== 'POST') return send();
		seen.exchanges++;
		switch (faults.shift() ?? 'none') {
			case 'none':
				return send();
			case 'cut before the city heard':
				throw new TypeError('fetch failed');
			case 'cut after the city kept it':
				await (await send()).text();
				throw new TypeError('fetch failed');
			case 'delivered twice':
				await (await send()).text();
				return send();
			case 'login page':
				return new Response('<html>Welcome to the Wi-Fi</html>', {
					headers: { 'content-type': 'text/html' }
				});
			case 'empty 200':
				return Response.json({});
			case 'busy':
				return new Response('', { status: 503, headers: { 'retry-after': '1' } });
			case 'half an answer': {
				const whole = await (await send()).text();
				return new Response(whole.slice(0, whole.length / 2));
			}
			case 'forged receipts':
				return forge(await send());
		}
	};
	return seen;
}

const fetchOfNode = globalThis.fetch;

/** A box between phone and city that keeps everything to itself and invents receipts. */
async function forge(response: Response): Promise<Response> {
	const answer = (await response.json()) as {
		results: { receipt?: { receivedAt: string } }[];
	};
	for (const { receipt } of answer.results)
		if (receipt) receipt.receivedAt = '2026-01-01T00:00:00.000Z';
	return Response.json(answer);
}

/** Everything that is on the phone, gone: a new person's phone. */
export async function newPhone(): Promise<void> {
	await device.delete();
	await device.open();
}

/** The page is closed and opened again: what is only in memory is lost. */
export async function restart(): Promise<void> {
	device.close();
	await device.open();
}

const others = new Map<string, IDBFactory>();

/** Puts this phone aside and takes another one into the hand, with everything that is on it; a new one at first. */
export async function takePhone(name: string): Promise<void> {
	device.close();
	const memory = others.get(name) ?? new IDBFactory();
	others.set(name, memory);
	(device as unknown as { _deps: { indexedDB: IDBFactory } })._deps.indexedDB = memory;
	await device.open();
}
