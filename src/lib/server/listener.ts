// The small server around the built app: what it is called from outside, how long a request may take, how it ends.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { constants } from 'node:zlib';
import compression from 'compression';
import { InstallationProblem, reasonOf } from './installation-problem.ts';
import { lingerAfter } from './linger.ts';

/** Enough for 2 MB over a slow phone line; a request that dawdles longer is cut. */
const REQUEST_TIMEOUT = 300_000;
const HEADERS_TIMEOUT = 20_000;
/** Longer than the 60 seconds of common proxies, which otherwise meet a closed connection now and then. */
const KEEP_ALIVE_TIMEOUT = 65_000;

/** Pages are small and asked for seldom: two milliseconds more are less than the bytes they save on a slow line. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } };
const compress = compression({ threshold: 512, brotli });
/** compression is written against Express, but asks of request and response only what Node's own have. */
type Request = Parameters<typeof compress>[0];
type Response = Parameters<typeof compress>[1];

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/** What adapter-node must read (before the built app is imported) to believe this listener and nobody else. */
export const adapterSettings = {
	PROTOCOL_HEADER: 'x-plaza-protocol',
	HOST_HEADER: 'x-plaza-host',
	ADDRESS_HEADER: 'x-plaza-address',
	/** Enough for a carry file; what is less everywhere else is said in body-size.ts. */
	BODY_SIZE_LIMIT: '65M'
};

/** The built app: answers a request, or calls `next` where it has nothing to say. */
export type Handler = (
	request: IncomingMessage,
	response: ServerResponse,
	next: () => void
) => unknown;

export interface Listener {
	/** Takes no new requests and lets running ones end, for `grace` milliseconds at most. */
	close(grace: number): Promise<void>;
}

/**
 * Listens with plain HTTP. Protocol, host and the other side's address come from the connection itself; only with
 * `trustProxy` from the X-Forwarded-* headers, of which the last entry counts: the one that our own proxy wrote.
 */
export async function listen(
	handler: Handler,
	{ host, port, trustProxy }: { host: string; port: number; trustProxy: boolean }
): Promise<Listener> {
	const server = createServer((request, response) => {
		lingerAfter(request);
		if (!introduce(request, trustProxy)) {
			response.writeHead(400).end();
			return;
		}
		// pages and lists are rendered at each request, so they are packed here; built files are packed already
		compress(request as Request, response as Response, () => {
			handler(request, response, () => response.writeHead(404).end());
		});
	});
	server.requestTimeout = REQUEST_TIMEOUT;
	server.headersTimeout = HEADERS_TIMEOUT;
	server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT;
	const answers = new Set<ServerResponse>();
	server.on('request', (_, response: ServerResponse) => {
		answers.add(response);
		response.once('close', () => answers.delete(response));
	});
	await bind(server, host, port);
	return {
		close: async (grace) => {
			const closed = new Promise<void>((done) => server.close(() => done()));
			// what is told as it happens never ends by itself
			for (const answer of answers) {
				const type = String(answer.getHeader('content-type') ?? '');
				if (type.startsWith('text/event-stream')) answer.end();
			}
			// a connection whose request ends only now would otherwise stay open for the keep-alive time
			const sweep = setInterval(() => server.closeIdleConnections(), 50);
			const cut = setTimeout(() => server.closeAllConnections(), grace);
			await closed;
			clearInterval(sweep);
			clearTimeout(cut);
		}
	};
}

/** Writes into the headers who asks for what, over whatever stood there; false for a host that is none. */
function introduce(request: IncomingMessage, trustProxy: boolean): boolean {
	const { headers } = request;
	const forwarded = (name: string) => {
		const given = trustProxy ? String(headers[`x-forwarded-${name}`] ?? '') : '';
		return given.replace(/^.*,/, '').trim();
	};
	const protocol = forwarded('proto') || 'http';
	const host = forwarded('host') || headers.host || '';
	const claims = /^(forwarded$|x-forwarded-)/;
	request.headers = {
		...Object.fromEntries(Object.entries(headers).filter(([name]) => !claims.test(name))),
		[adapterSettings.PROTOCOL_HEADER]: protocol,
		[adapterSettings.HOST_HEADER]: host,
		[adapterSettings.ADDRESS_HEADER]: forwarded('for') || request.socket.remoteAddress || ''
	};
	return /^https?$/.test(protocol) && HOST.test(host) && URL.canParse(`${protocol}://${host}`);
}

async function bind(server: Server, host: string, port: number): Promise<void> {
	await new Promise<void>((done, failed) => {
		server.once('error', failed);
		server.listen(port, host, done);
	}).catch((error: NodeJS.ErrnoException) => {
		throw new InstallationProblem(bindProblem(error, host, port));
	});
}

function bindProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
	switch (error.code) {
		case 'EADDRINUSE':
			return `Port ${port} is in use by another program; set PORT to a free one.`;
		case 'EACCES':
			return `This account may not listen on port ${port}; set PORT to one above 1023.`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `This machine has no address ${host}; set HOST to one that it has.`;
		default:
			return `Plaza cannot listen on ${host}, port ${port}: ${reasonOf(error)}.`;
	}
}
