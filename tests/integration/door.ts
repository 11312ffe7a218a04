/** The city's API behind a real socket, without the pages. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { closeCity, openCity, type City } from '../../src/lib/server/city.ts';
import * as carry from '../../src/routes/api/carry/+server.ts';
import * as feed from '../../src/routes/api/feed/+server.ts';
import * as keys from '../../src/routes/api/keys/+server.ts';
import * as media from '../../src/routes/api/media/[sha256]/+server.ts';
import * as rooms from '../../src/routes/api/room/+server.ts';
import * as room from '../../src/routes/api/room/[session]/+server.ts';
import * as said from '../../src/routes/api/said/[message]/[hash]/+server.ts';
import * as sync from '../../src/routes/api/sync/+server.ts';
import * as enrol from '../../src/routes/api/trainer/enrol/+server.ts';
import * as invitation from '../../src/routes/api/trainer/invitation/+server.ts';
import * as renew from '../../src/routes/api/trainer/renew/+server.ts';

const doors: Record<string, object> = { carry, feed, keys, media, said, sync };
const trainerDoors: Record<string, object> = { enrol, invitation, renew };

export interface Door {
	url: string;
	city: City;
	close(): Promise<void>;
}

/** Opens the city of a database at a free port of this machine; its data folder goes when it is closed. */
export async function openDoor(
	databaseUrl: string,
	folder = mkdtempSync(join(tmpdir(), 'plaza-door-'))
): Promise<Door> {
	const city = await openCity({ DATABASE_URL: databaseUrl, PLAZA_DATA: folder });
	const server = createServer((asked, answer) => {
		void respond(asked).then(async (response) => {
			answer.writeHead(response.status, Object.fromEntries(response.headers));
			answer.end(Buffer.from(await response.arrayBuffer()));
			// what nobody read of a body still comes in: a line with it would be reset before its answer was read
			asked.removeAllListeners('data').resume();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		city,
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			server.close();
			await closeCity();
			rmSync(folder, { recursive: true });
		}
	};
}

type Answer = (event: never) => Response | Promise<Response>;

async function respond(asked: IncomingMessage): Promise<Response> {
	const url = new URL(asked.url ?? '', 'http://city.example');
	const hasBody = asked.method === 'POST' || asked.method === 'PUT';
	const request = new Request(url, {
		method: asked.method ?? 'GET',
		headers: asked.headers as Record<string, string>,
		...(hasBody && { body: Readable.toWeb(asked) as ReadableStream, duplex: 'half' })
	});
	const [, name = '', param = '', hash = ''] =
		/^\/api\/(\w+)(?:\/([\w-]+))?(?:\/([\w-]+))?$/.exec(url.pathname) ?? [];
	const ofRoom = param ? room : rooms;
	const behind = name === 'trainer' ? trainerDoors[param] : name === 'room' ? ofRoom : doors[name];
	const door = (behind as Record<string, Answer> | undefined)?.[request.method];
	if (!door) return new Response('nothing here', { status: 404 });
	const getClientAddress = () => asked.socket.remoteAddress;
	return door({
		request,
		url,
		params: { sha256: param, session: param, message: param, hash },
		getClientAddress
	} as never);
}
