/** A bad line between a phone and the city: for each request in turn it does what the test asks for. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Fault =
	/** passes everything on */
	| 'none'
	/** the city answers, but the answer never arrives */
	| 'cut-after-answer'
	/** half of the answer arrives */
	| 'cut-within-answer'
	/** half of the request reaches the city */
	| 'cut-within-request'
	/** the city gets the request twice, one after the other */
	| 'twice'
	/** the city gets the request twenty times at once */
	| 'twenty-times'
	/** somebody else answers: a login page */
	| 'captive-portal';

export interface ChaosProxy {
	url: string;
	/** The faults of the next requests, in their order; after them there are none. */
	plan(...faults: Fault[]): void;
	close(): void;
}

/** Opens a proxy in front of a city. */
export async function openChaosProxy(city: string): Promise<ChaosProxy> {
	const planned: Fault[] = [];
	const server = createServer((asked, answer) => {
		void pass(city, planned.shift() ?? 'none', asked, answer).catch(() => answer.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		plan: (...faults) => planned.push(...faults),
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}

async function pass(city: string, fault: Fault, asked: IncomingMessage, answer: ServerResponse) {
	const body = await buffer(asked);
	const send = (bytes: Buffer = body) => forward(`${city}${asked.url}`, asked, bytes);
	if (fault === 'captive-portal') return answer.end('<h1>Welcome to the Wi-Fi</h1>');
	if (fault === 'cut-within-request') {
		await send(body.subarray(0, body.length / 2));
		return answer.destroy();
	}
	if (fault === 'twice') await send();
	const copies = fault === 'twenty-times' ? 20 : 1;
	const [response] = await Promise.all(Array.from({ length: copies }, () => send()));
	if (fault === 'cut-after-answer' || !response) return answer.destroy();
	answer.writeHead(response.status, { 'content-type': response.type });
	if (fault !== 'cut-within-answer') return answer.end(response.bytes);
	answer.write(response.bytes.subarray(0, response.bytes.length / 2), () => answer.destroy());
	return answer;
}

async function forward(url: string, asked: IncomingMessage, bytes: Buffer) {
	const { method = 'GET', headers } = asked;
	const response = await fetch(url, {
		method,
		headers: { 'content-type': headers['content-type'] ?? '' },
		...(method === 'POST' && { body: new Uint8Array(bytes) })
	});
	return {
		status: response.status,
		type: response.headers.get('content-type') ?? '',
		bytes: Buffer.from(await response.arrayBuffer())
	};
}
