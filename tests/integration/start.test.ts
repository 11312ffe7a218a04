import { once } from 'node:events';
import { lstatSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { readPostmaster } from '../../src/lib/server/postgres/processes.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { freePort } from './free-port.ts';
import { folderWithCluster } from './made-cluster.ts';
import { launchPlaza, startPlaza } from './plaza-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const cluster = (dataFolder: string) => join(dataFolder, 'postgres/cluster');

async function ask(dataFolder: string, statement: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client(runningPostgresUrl(dataFolder));
	await client.connect();
	try {
		return (await client.query(statement)).rows;
	} finally {
		await client.end();
	}
}

it('starts from nothing, answers, and on SIGTERM stops in order with nothing left running', async () => {
	const folder = temporaryFolder();
	const plaza = await startPlaza(folder);
	expect((await fetch(plaza.address)).status).toBeLessThan(400);
	plaza.kill('SIGTERM');
	const { code, output, complaints } = await plaza.ended;
	expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
	expect(output).toMatch(/\/staff\/setup\/[A-Za-z0-9_-]{43}\n/);
	expect(readPostmaster(cluster(folder))).toBeUndefined();
});

it('stops in order on Ctrl-C', async () => {
	const plaza = await startPlaza(folderWithCluster());
	plaza.kill('SIGINT');
	expect(await plaza.ended).toMatchObject({ code: 0, complaints: '' });
});

it('refuses a second start on the same folder, and names the process', async () => {
	const folder = folderWithCluster();
	const first = await startPlaza(folder);
	const second = launchPlaza(folder, { env: { PORT: String(await freePort()) } });
	const { code, complaints } = await second.ended;
	expect(code).toBe(1);
	expect(complaints).toMatch(new RegExp(`^Plaza: .* is in use .*process ${first.pid}.*\n$`));
	expect((await fetch(first.address)).status).toBeLessThan(400);
});

it('after kill -9 of the server, the next start works and every word is there', async () => {
	const folder = folderWithCluster();
	const first = await startPlaza(folder);
	await ask(folder, 'create table kept (word text)');
	await ask(folder, "insert into kept values ('from before')");
	process.kill(first.pid, 'SIGKILL');
	expect((await first.ended).code).not.toBe(0);
	await startPlaza(folder);
	expect(await ask(folder, 'select word from kept')).toEqual([{ word: 'from before' }]);
});

it('after kill -9 of what started the server, the next start works', async () => {
	const folder = folderWithCluster();
	const first = await startPlaza(folder);
	first.kill('SIGKILL');
	const second = await startPlaza(folder);
	expect(second.pid).not.toBe(first.pid);
});

it('ends with a failure when PostgreSQL ends, instead of answering without it', async () => {
	const folder = folderWithCluster();
	const plaza = await startPlaza(folder);
	process.kill(readPostmaster(cluster(folder))?.pid ?? 0, 'SIGKILL');
	const { code, complaints } = await plaza.ended;
	expect(code).toBe(1);
	expect(complaints).toContain('Plaza: PostgreSQL has ended');
	await expect(fetch(plaza.address)).rejects.toThrow();
});

it('lets a running request end before it stops', async () => {
	const plaza = await startPlaza(folderWithCluster());
	const running = request(`${plaza.address}/api/sync`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			origin: plaza.address,
			// the server's "continue" tells that it has this request
			expect: '100-continue'
		}
	});
	running.flushHeaders();
	await once(running, 'continue');
	plaza.kill('SIGTERM');
	await plaza.said('Plaza is stopping');
	await expect(fetch(plaza.address)).rejects.toThrow();
	running.end('{"v":1,"submissions":[]}');
	const [answer] = await once(running, 'response');
	expect(answer.statusCode).toBe(200);
	expect((await plaza.ended).code).toBe(0);
});

it('says each wrong setting in one line and ends with a failure', async () => {
	const busy = createServer().listen(0, '127.0.0.1');
	await once(busy, 'listening');
	onTestFinished(() => void busy.close());
	const busyPort = String((busy.address() as { port: number }).port);
	const file = join(temporaryFolder(), 'file');
	writeFileSync(file, '');
	const wrong: [string, Record<string, string>, RegExp][] = [
		['a wrong port', { PORT: 'eighty' }, /PORT must be a port number/],
		['a port in use', { PORT: busyPort }, new RegExp(`Port ${busyPort} is in use`)],
		[
			'an unreachable database',
			{ DATABASE_URL: 'postgres://plaza:hush@127.0.0.1:9/plaza' },
			/The database at postgres:\/\/127\.0\.0\.1:9\/plaza cannot be used: .*ECONNREFUSED/
		],
		['an unwritable folder', { PLAZA_DATA: join(file, 'data') }, /data folder .* cannot be made/],
		['a foreign address', { HOST: '192.0.2.1' }, /has no address 192\.0\.2\.1/]
	];
	for (const [what, env, sentence] of wrong) {
		const { code, complaints } = await launchPlaza(temporaryFolder(), { env }).ended;
		expect(code, what).toBe(1);
		expect(complaints, what).toMatch(sentence);
		expect(complaints.trimEnd().split('\n'), what).toHaveLength(1);
		expect(complaints, what).not.toContain('hush');
	}
});

it.runIf(process.getuid?.() === 0)('as root, works in a folder of mode 700', async () => {
	const folder = temporaryFolder(0o700);
	const plaza = await startPlaza(folder);
	expect((await fetch(plaza.address)).status).toBeLessThan(400);
	expect(lstatSync(join(folder, 'postgres')).isSymbolicLink()).toBe(true);
});
