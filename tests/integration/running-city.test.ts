/** What a running Plaza does by itself, and what its answers bear on the way to a browser: the whole program, over the wire. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '../../src/lib/server/database.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import { folderWithCluster } from './made-cluster.ts';
import { hashOf, photo, voice } from './media-made.ts';
import { tell } from './over-the-wire.ts';
import { startPlazaOnDatabase } from './plaza-on-database.ts';
import { startPlaza, type PlazaProcess } from './plaza-process.ts';

const password = 'four plain words here';

function databaseOf(folder: string): Database {
	const db = openDatabase(runningPostgresUrl(folder) ?? '');
	onTestFinished(() => db.destroy());
	return db;
}

/** The cookie of a member of the staff. */
async function signIn(plaza: PlazaProcess, db: Database): Promise<string> {
	const member = {
		name: 'Ana',
		email: 'ana@city.example',
		role: 'coordinator',
		lang: 'en'
	} as const;
	await db.transaction().execute((trx) => addStaff(trx, member, password));
	const answer = await fetch(`${plaza.address}/staff/sign-in`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: plaza.address, accept: 'text/html' },
		body: new URLSearchParams({ email: member.email, password })
	});
	expect(answer.status).toBe(303);
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.replace(/;.*/, ''))
		.join('; ');
}

it('gives a recording to staff with just these headers, whole, in parts, and never packed', async () => {
	const plaza = await startPlazaOnDatabase();
	const { db } = plaza;
	const large = Buffer.concat([voice, randomBytes(300_000)]);
	const id = await tell(plaza, [large, await photo('#0B6E6E', 640, 480)]);
	const cookie = await signIn(plaza, db);
	const at = (position: number) => `${plaza.address}/staff/media/${id}/${position}`;
	const ask = (position: number, headers: Record<string, string> = {}, method = 'GET') =>
		fetch(at(position), { method, headers: { cookie, 'accept-encoding': 'gzip, br', ...headers } });

	const whole = await ask(0);
	const headers = Object.fromEntries(whole.headers);
	delete headers['date'];
	expect(headers).toEqual({
		'accept-ranges': 'bytes',
		'cache-control': 'private, no-store',
		connection: 'keep-alive',
		'content-disposition': 'inline; filename="need-1-0.webm"',
		'content-length': String(large.length),
		'content-security-policy': "sandbox; default-src 'none'",
		'content-type': 'audio/webm',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-resource-policy': 'same-origin',
		'keep-alive': 'timeout=65',
		'permissions-policy': 'microphone=(self), camera=(self), geolocation=()',
		'referrer-policy': 'same-origin',
		'x-content-type-options': 'nosniff'
	});
	expect(Buffer.from(await whole.arrayBuffer()).equals(large)).toBe(true);

	const part = await ask(0, { range: 'bytes=100000-100099' });
	expect(part.status).toBe(206);
	expect(part.headers.get('content-range')).toBe(`bytes 100000-100099/${large.length}`);
	expect(Buffer.from(await part.arrayBuffer())).toEqual(large.subarray(100_000, 100_100));
	const nowhere = await ask(0, { range: 'bytes=9999999-' });
	expect([nowhere.status, await nowhere.text()]).toEqual([416, '']);
	const head = await ask(0, {}, 'HEAD');
	expect([head.status, head.headers.get('content-length')]).toEqual([200, String(large.length)]);
	expect((await ask(1)).headers.get('content-type')).toBe('image/jpeg');

	const absent = await ask(2);
	expect(absent.status).toBe(404);
	expect(absent.headers.get('cache-control')).toBe('no-store');
	expect(absent.headers.get('content-security-policy')).toContain("default-src 'none'");
	for (const method of ['PUT', 'DELETE', 'POST']) {
		const { status } = await ask(0, { origin: plaza.address }, method);
		expect(status, method).toBe(405);
	}
	for (const path of [at(0), at(0).replace('/staff', '/%73taff')]) {
		const nobody = await fetch(path, { redirect: 'manual' });
		expect([nobody.status, await nobody.text()]).toEqual([303, '']);
	}
	// a listener that goes away in the middle leaves nothing behind
	const left = new AbortController();
	const leaving = await fetch(at(0), { headers: { cookie }, signal: left.signal });
	left.abort();
	await leaving.arrayBuffer().catch(() => undefined);
	expect((await ask(0)).status).toBe(200);
});

it('sweeps at its start, and publishes the settings of a city that an older Plaza set up', async () => {
	const folder = folderWithCluster();
	const first = await startPlaza(folder);
	const id = await tell(first, [Buffer.concat([voice, randomBytes(9)])]);
	const before = databaseOf(folder);
	await before.deleteFrom('publications').execute();
	const row = await before
		.selectFrom('media')
		.select('shown')
		.where('submission', '=', id)
		.executeTakeFirstOrThrow();
	first.kill('SIGTERM');
	expect((await first.ended).code).toBe(0);
	const orphan = pathOf(folder, hashOf(randomBytes(20)));
	mkdirSync(join(orphan, '..'), { recursive: true });
	writeFileSync(orphan, 'left behind by a crash');

	const second = await startPlaza(folder);
	const feed = await (await fetch(`${second.address}/api/feed`)).json();
	expect(feed.publications).toMatchObject([{ id: 'city', kind: 'city' }]);
	while (existsSync(orphan)) await pause(20);
	expect(readFileSync(pathOf(folder, row.shown ?? ''))).toBeDefined();
	second.kill('SIGTERM');
	expect((await second.ended).code).toBe(0);
});

it('takes a new key without a restart', async () => {
	const folder = folderWithCluster();
	const plaza = await startPlaza(folder);
	const sealing = async () => {
		const { keys } = (await (await fetch(`${plaza.address}/api/keys`)).json()) as {
			keys: { use: string; kid: string }[];
		};
		return keys.filter(({ use }) => use === 'enc').map(({ kid }) => kid);
	};
	const before = await sealing();
	const runner = join(import.meta.dirname, '../../scripts/run.js');
	const command = spawn(process.execPath, [runner, 'keys', 'rotate', 'sealing'], {
		env: { ...process.env, PLAZA_DATA: folder },
		stdio: 'ignore'
	});
	expect(await once(command, 'close')).toEqual([0, null]);
	const after = await sealing();
	expect(after).toHaveLength(2);
	expect(after.slice(1)).toEqual(before);
});
