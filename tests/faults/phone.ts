/** A phone in a test: the real device code on an IndexedDB in memory, over a network that can be broken on purpose. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { device } from '../../src/lib/device/database.ts';

/** What may happen to one request. */
export const faults = [
	'none',
	'cut before the city heard',
	'cut after the city kept it',
	'half of it arrives',
	'delivered twice',
	'an older one comes again behind it',
	'a bit flips on the way',
	'a bit of the answer flips',
	'half an answer',
	'login page',
	'login page with its own status',
	'redirected elsewhere',
	'empty 200',
	'busy',
	'broken city',
	'forged receipts'
] as const;

export type Fault = (typeof faults)[number];

type Request = { input: RequestInfo | URL; init: RequestInit | undefined };

/**
 * Puts a network between the device code and the city at `url`; each request that changes something takes the next
 * fault, then none. `exchanges` counts those that went to the door for submissions.
 */
export function connect(url: string, planned: Fault[] = []): { exchanges: number } {
	const seen = { exchanges: 0 };
	let older: Request | undefined;
	globalThis.fetch = async (input, init) => {
		const send = (changed: Request = { input, init }) =>
			fetchOfNode(new URL(String(changed.input), url), changed.init);
		if (!init?.method || init.method === 'HEAD') return send();
		if (init.method === 'POST') seen.exchanges++;
		const before = older;
		older = { input, init };
		return suffer(planned.shift() ?? 'none', { input, init }, send, before);
	};
	return seen;
}

const fetchOfNode = globalThis.fetch;
const html = { 'content-type': 'text/html' };
const loginPage = '<html>Welcome to the Wi-Fi</html>';

async function suffer(
	fault: Fault,
	{ input, init }: Request,
	send: (changed?: Request) => Promise<Response>,
	older: Request | undefined
): Promise<Response> {
	const cut = () => new TypeError('fetch failed');
	switch (fault) {
		case 'none':
			return send();
		case 'cut before the city heard':
			throw cut();
		case 'cut after the city kept it':
			await (await send()).text();
			throw cut();
		case 'half of it arrives':
			await (await send({ input, init: withBody(init, halfOf) })).text();
			throw cut();
		case 'delivered twice':
			await (await send()).text();
			return send();
		case 'an older one comes again behind it': {
			const answer = await send();
			if (older) await (await send(older)).text();
			return answer;
		}
		case 'a bit flips on the way':
			return send({ input, init: withBody(init, flipped) });
		case 'a bit of the answer flips': {
			const { status, headers, body } = await heard(await send());
			return new Response(flipped(body), { status, headers });
		}
		case 'half an answer': {
			const { status, headers, body } = await heard(await send());
			return new Response(halfOf(body), { status, headers });
		}
		case 'login page':
			return new Response(loginPage, { headers: html });
		case 'login page with its own status':
			return new Response(loginPage, { status: 511, headers: html });
		case 'redirected elsewhere':
			if (init?.redirect === 'error') throw cut();
			return new Response(loginPage, { headers: html });
		case 'empty 200':
			return Response.json({});
		case 'busy':
			return new Response('', { status: 503, headers: { 'retry-after': '1' } });
		case 'broken city':
			return new Response('Internal Server Error', { status: 500, headers: html });
		case 'forged receipts':
			return forge(await send());
	}
}

async function heard(response: Response) {
	const body = new Uint8Array(await response.arrayBuffer());
	return { status: response.status, headers: response.headers, body };
}

function withBody(init: RequestInit | undefined, change: (bytes: Bytes) => Bytes): RequestInit {
	return { ...init, body: change(init?.body as Bytes) };
}

type Bytes = Uint8Array<ArrayBuffer>;

function halfOf(bytes: Bytes): Bytes {
	return bytes.slice(0, bytes.length / 2);
}

function flipped(bytes: Bytes): Bytes {
	const changed = bytes.slice();
	const at = Math.floor(changed.length / 2);
	changed[at] = (changed[at] ?? 0) ^ 1;
	return changed;
}

/** A box between phone and city that keeps everything to itself and invents receipts. */
async function forge(response: Response): Promise<Response> {
	const { status, headers, body } = await heard(response);
	let answer: { results?: { receipt?: { receivedAt: string } }[] };
	try {
		answer = JSON.parse(new TextDecoder().decode(body)) as typeof answer;
	} catch {
		return new Response(null, { status, headers });
	}
	for (const { receipt } of answer.results ?? []) {
		if (receipt) receipt.receivedAt = '2026-01-01T00:00:00.000Z';
	}
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

/** Like `connect`, until the phone dies after so many requests. */
export function dieAfter(url: string, requests: number): void {
	connect(url);
	const honest = globalThis.fetch;
	let left = requests;
	globalThis.fetch = (input, init) => {
		if (left-- > 0) return honest(input, init);
		device.close();
		throw new TypeError('the phone is dead');
	};
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
