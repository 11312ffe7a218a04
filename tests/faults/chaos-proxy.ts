/** A bad line between a phone and the city: for each request in turn it does what the test asks for. */
import { once } from 'node:events';
import {
	createServer,
	request as ask,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type OutgoingHttpHeaders,
	type ServerResponse
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

export type Fault =
	/** passes everything on */
	| 'none'
	/** the city never hears of it */
	| 'cut-before-city'
	/** the city answers, but the answer never arrives */
	| 'cut-after-answer'
	/** half of the answer arrives */
	| 'cut-within-answer'
	/** half of the request reaches the city */
	| 'cut-within-request'
	/** a black hole: it goes nowhere, and no answer ever comes */
	| 'silence'
	/** the city has it and answers; its answer hangs on the way for ever */
	| 'silence-after-answer'
	/** a line that brings a thousand bytes a second to the city */
	| 'slow'
	/** the city gets the request twice, one after the other */
	| 'twice'
	/** the city gets the request twenty times at once */
	| 'twenty-times'
	/** somebody else answers: a login page */
	| 'captive-portal'
	/** somebody on the way, or a city in trouble, answers this */
	| Answer;

export type Answer = { status: number; headers?: Record<string, string>; body?: string };

/** A request that came; `status` when the phone was answered to the end; times in milliseconds, `ended` however it ended. */
export type Asked = {
	method: string;
	path: string;
	began: number;
	ended?: number;
	status?: number;
};

export interface ChaosProxy {
	url: string;
	/** All requests, in the order in which they came. */
	asked: Asked[];
	/** How many phones wait now for an answer that hangs. */
	readonly held: number;
	/** The faults of the next requests, in their order; after them comes what is `always` so. */
	plan(...faults: Fault[]): void;
	/** What every request suffers that nothing is planned for. */
	always(fault: Fault): void;
	/** Only these requests suffer, by "METHOD /path"; all, unless it is said. */
	aim(at: RegExp): void;
	/** From now on nothing suffers any more, and nothing that was asked before is remembered. */
	heal(): void;
	close(): void;
}

/** Opens a proxy in front of a city. */
export async function openChaosProxy(city: string): Promise<ChaosProxy> {
	const planned: Fault[] = [];
	const asked: Asked[] = [];
	let usual: Fault = 'none';
	let target = /./;
	const hanging = new Set<ServerResponse>();
	const server = createServer((incoming, answer) => {
		const { method = '', url: path = '' } = incoming;
		const note: Asked = { method, path, began: performance.now() };
		asked.push(note);
		answer.on('finish', () => (note.status = answer.statusCode));
		const suffers = target.test(`${method} ${path}`);
		const fault = suffers ? (planned.shift() ?? usual) : 'none';
		answer.on('close', () => {
			note.ended = performance.now();
			hanging.delete(answer);
		});
		void pass(city, fault, incoming, answer)
			.then((done) => done ?? hanging.add(answer))
			.catch(() => answer.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		asked,
		get held() {
			return hanging.size;
		},
		plan: (...faults) => planned.push(...faults),
		always: (fault) => (usual = fault),
		aim: (at) => (target = at),
		heal: () => {
			planned.length = 0;
			asked.length = 0;
			usual = 'none';
			target = /./;
		},
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}

/** Answers the phone, or not; gives nothing when it waits for ever. */
async function pass(
	city: string,
	fault: Fault,
	asked: IncomingMessage,
	answer: ServerResponse
): Promise<ServerResponse | undefined> {
	const body = await buffer(asked);
	const send = (bytes: Buffer = body) => forward(city, asked, bytes);
	if (typeof fault === 'object') {
		answer.writeHead(fault.status, { 'content-type': 'text/html', ...fault.headers });
		return answer.end(fault.body ?? '<h1>Not the city</h1>');
	}
	if (fault === 'captive-portal') return answer.end('<h1>Welcome to the Wi-Fi</h1>');
	if (fault === 'cut-before-city') return answer.destroy();
	if (fault === 'silence') return undefined;
	if (fault === 'slow') await pause(body.length);
	if (asked.socket.destroyed) return answer;
	if (fault === 'cut-within-request') {
		await send(body.subarray(0, body.length / 2));
		return answer.destroy();
	}
	if (fault === 'twice') await send();
	const copies = fault === 'twenty-times' ? 20 : 1;
	const [response] = await Promise.all(Array.from({ length: copies }, () => send()));
	if (fault === 'silence-after-answer') return undefined;
	if (fault === 'cut-after-answer' || !response) return answer.destroy();
	answer.writeHead(response.status, response.headers);
	if (fault !== 'cut-within-answer') return answer.end(response.bytes);
	answer.write(response.bytes.subarray(0, response.bytes.length / 2), () => answer.destroy());
	return answer;
}

type Heard = { status: number; headers: IncomingHttpHeaders; bytes: Buffer };

async function forward(city: string, asked: IncomingMessage, bytes: Buffer): Promise<Heard> {
	const { method, url } = asked;
	// the host stays, so that the page is of the same origin as its city
	const headers: OutgoingHttpHeaders = { ...asked.headers };
	delete headers['transfer-encoding'];
	if (bytes.length > 0) headers['content-length'] = bytes.length;
	const onward = ask(new URL(url ?? '/', city), { method, headers });
	onward.end(bytes);
	const [response] = (await once(onward, 'response')) as [IncomingMessage];
	return {
		status: response.statusCode ?? 502,
		headers: response.headers,
		bytes: await buffer(response)
	};
}
