/** The city's API behind a real socket, without the pages. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { closeCity, openCity } from '../../src/lib/server/city.ts';
import { GET as getKeys } from '../../src/routes/api/keys/+server.ts';
import { POST } from '../../src/routes/api/sync/+server.ts';

export interface Door {
	url: string;
	close(): Promise<void>;
}

/** Opens the city of a database at a free port of this machine. */
export async function openDoor(databaseUrl: string): Promise<Door> {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-door-'));
	await openCity({ DATABASE_URL: databaseUrl, PLAZA_DATA: folder });
	const server = createServer((asked, answer) => {
		void respond(asked).then(async (response) => {
			answer.writeHead(response.status, Object.fromEntries(response.headers));
			answer.end(Buffer.from(await response.arrayBuffer()));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await closeCity();
			rmSync(folder, { recursive: true });
		}
	};
}

async function respond(asked: IncomingMessage): Promise<Response> {
	const request = new Request(`http://city.example${asked.url}`, {
		method: asked.method ?? 'GET',
		headers: asked.headers as Record<string, string>,
		...(asked.method === 'POST' && {
			body: Readable.toWeb(asked) as ReadableStream,
			duplex: 'half'
		})
	});
	if (asked.url === '/api/keys') return getKeys({ request } as Parameters<typeof getKeys>[0]);
	if (asked.url === '/api/sync') return POST({ request } as Parameters<typeof POST>[0]);
	return new Response('nothing here', { status: 404 });
}
