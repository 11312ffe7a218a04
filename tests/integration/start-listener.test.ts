import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { adapterSettings, type Handler, listen } from '../../src/lib/server/listener.ts';
import { freePort } from './free-port.ts';

const { PROTOCOL_HEADER, HOST_HEADER, ADDRESS_HEADER } = adapterSettings;

/** An app that answers with the headers it was given. */
const mirror: Handler = (request, response) => response.end(JSON.stringify(request.headers));

async function open(trustProxy: boolean, handler = mirror): Promise<number> {
	const port = await freePort();
	const listener = await listen(handler, { host: '127.0.0.1', port, trustProxy });
	onTestFinished(() => listener.close(0));
	return port;
}

async function seenBy(port: number, headers: Record<string, string>) {
	const asking = request({ port, host: '127.0.0.1', headers }).end();
	const [response] = await once(asking, 'response');
	const body = await text(response);
	return {
		status: response.statusCode as number,
		headers: (body ? JSON.parse(body) : {}) as IncomingHttpHeaders
	};
}

it('believes the connection, not what a request claims about itself', async () => {
	const port = await open(false);
	const { headers } = await seenBy(port, {
		host: 'plaza.example.org',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'evil.example.org',
		'x-forwarded-for': '1.2.3.4',
		forwarded: 'for=1.2.3.4',
		[PROTOCOL_HEADER]: 'https',
		[HOST_HEADER]: 'evil.example.org',
		[ADDRESS_HEADER]: '1.2.3.4'
	});
	expect(headers).toMatchObject({
		[PROTOCOL_HEADER]: 'http',
		[HOST_HEADER]: 'plaza.example.org',
		[ADDRESS_HEADER]: '127.0.0.1'
	});
	expect(JSON.stringify(headers)).not.toMatch(/evil|1\.2\.3\.4|https/);
});

it('behind a proxy that it was told to trust, believes what that proxy wrote last', async () => {
	const port = await open(true);
	const { headers } = await seenBy(port, {
		host: '127.0.0.1:3000',
		'x-forwarded-proto': 'https',
		'x-forwarded-host': 'plaza.example.org',
		'x-forwarded-for': '6.6.6.6, 1.2.3.4'
	});
	expect(headers).toMatchObject({
		[PROTOCOL_HEADER]: 'https',
		[HOST_HEADER]: 'plaza.example.org',
		[ADDRESS_HEADER]: '1.2.3.4'
	});
});

it('answers 400 to a host that is none, and never asks the app', async () => {
	const asked: unknown[] = [];
	const port = await open(false, (request, response) => {
		asked.push(request.headers.host);
		response.end();
	});
	for (const host of ['a/b', 'a b', 'a@b', '[::1', 'a:999999', 'plaza,evil']) {
		const { status } = await seenBy(port, { host });
		expect(status, host).toBe(400);
	}
	expect(asked).toEqual([]);
});

it('takes host names, ports and IPv6 addresses', async () => {
	const port = await open(false);
	for (const host of [
		'localhost:3000',
		'plaza',
		'[::1]:3000',
		'192.168.1.7',
		'hub7.lab.city.tld'
	]) {
		expect((await seenBy(port, { host })).headers[HOST_HEADER]).toBe(host);
	}
});

it('when it closes, lets connections go that are open but ask for nothing', async () => {
	const port = await freePort();
	const listener = await listen(mirror, { host: '127.0.0.1', port, trustProxy: false });
	const idle = connect(port, '127.0.0.1');
	await once(idle, 'connect');
	await Promise.all([once(idle, 'close'), listener.close(10_000)]);
});
