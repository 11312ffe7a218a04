/** The database fails in every way that one machine can produce: no answer says "kept" of what is not on its disk. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import {
	runningPostgresUrl,
	startPostgres,
	type RunningPostgres
} from '../../src/lib/server/postgres.ts';
import { openTestDatabase } from '../integration/database.ts';
import { aNeed } from '../integration/invented.ts';
import { startPlaza, type PlazaProcess } from '../integration/plaza-process.ts';
import { temporaryFolder } from '../integration/temporary-folder.ts';

type Answer = { status: number; results: SyncResult[]; retryAfter: string | null };

async function send(city: PlazaProcess, submissions: unknown[]): Promise<Answer> {
	const response = await fetch(`${city.address}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions })
	});
	const { results = [] } = (await response.json()) as { results?: SyncResult[] };
	return { status: response.status, results, retryAfter: response.headers.get('retry-after') };
}

async function ask(url: string, query: string, values: unknown[] = []): Promise<pg.QueryResult> {
	const client = new pg.Client(url);
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await client.query(query, values);
	} finally {
		await client.end().catch(() => undefined);
	}
}

const isThere = async (url: string, id: string) =>
	(await ask(url, 'select 1 from needs where id = $1', [id])).rowCount === 1;

const quiet = { LOG_LEVEL: 'fatal' };

async function cityOn(url: string): Promise<PlazaProcess> {
	return startPlaza(temporaryFolder(), { env: { ...quiet, DATABASE_URL: url } });
}

describe('a server’s PostgreSQL', () => {
	let own: RunningPostgres | undefined;
	afterEach(async () => {
		await own?.stop().catch(() => undefined);
		own = undefined;
	});

	it('that is shut down at once and comes back: 503 meanwhile, nothing lost, nothing doubled', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'plaza-pg-'));
		chmodSync(folder, 0o755);
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		own = await startPostgres(folder);
		const { url } = own;
		const city = await cityOn(url);
		const before = aNeed('Antes');
		expect((await send(city, [before])).results[0]?.receipt).toBeDefined();
		const pid = Number(
			readFileSync(join(own.folder, 'cluster/postmaster.pid'), 'utf8').split('\n')[0]
		);
		const told = Array.from({ length: 60 }, (_, n) => aNeed(`Durante ${n}`));
		const receipts = new Set<string>();
		const sending = told.map(async (need, n) => {
			if (n === 20) process.kill(pid, 'SIGQUIT');
			const answer = await send(city, [need]);
			expect([200, 503]).toContain(answer.status);
			if (answer.status === 503) expect(answer.retryAfter).toMatch(/^\d+$/);
			if (answer.results[0]?.receipt) receipts.add(need.id);
		});
		await Promise.all(sending);
		await own.ended;
		await own.stop().catch(() => undefined);
		expect((await send(city, [aNeed('Nadie')])).status).toBe(503);
		own = await startPostgres(folder);
		expect(own.url).toBe(url);
		for (const id of receipts) expect(await isThere(url, id)).toBe(true);
		const again = await send(city, told);
		expect(again.results.every(({ receipt }) => receipt)).toBe(true);
		const { rows } = await ask(url, 'select count(*)::int as n from needs');
		expect(rows).toEqual([{ n: told.length + 1 }]);
	}, 120_000);

	it('that has become read-only: 503, and everything once it may be written again', async () => {
		const { url, close } = await openTestDatabase();
		const city = await cityOn(url);
		const name = new URL(url).pathname.slice(1);
		const writing = new URL(url);
		writing.searchParams.set('options', '-c default_transaction_read_only=off');
		const endSessions = `select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and pid <> pg_backend_pid()`;
		await ask(url, `alter database ${name} set default_transaction_read_only = on`);
		await ask(url, endSessions);
		const need = aNeed('Solo lectura');
		expect((await send(city, [need])).status).toBe(503);
		await ask(writing.href, `alter database ${name} reset default_transaction_read_only`);
		await ask(url, endSessions);
		expect((await send(city, [need])).results[0]?.receipt).toBeDefined();
		await close();
	}, 60_000);

	it('whose connections are all taken, behind a lock: 503 for some, and later all of it once', async () => {
		const { url, close } = await openTestDatabase();
		const city = await cityOn(url);
		const locker = new pg.Client(url);
		await locker.connect();
		await locker.query('begin; lock table submissions in access exclusive mode');
		const told = Array.from({ length: 40 }, (_, n) => aNeed(`Cola ${n}`));
		const answers = await Promise.all(told.map((need) => send(city, [need])));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
		// whoever only asks for a page still gets it
		expect((await fetch(`${city.address}/healthz`)).status).toBe(200);
		await locker.query('rollback');
		await locker.end();
		const again = await send(city, told);
		expect(again.results.every(({ receipt }) => receipt)).toBe(true);
		const { rows } = await ask(url, 'select count(*)::int as n from needs');
		expect(rows).toEqual([{ n: told.length }]);
		await close();
	}, 120_000);
});

describe('the embedded PostgreSQL', () => {
	it('that is killed brings Plaza down in words; the next start has all that got a receipt', async () => {
		const folder = temporaryFolder();
		const first = await startPlaza(folder, { env: quiet });
		const need = aNeed('Con recibo');
		expect((await send(first, [need])).results[0]?.receipt).toBeDefined();
		const url = runningPostgresUrl(folder) ?? '';
		const { rows } = await ask(
			url,
			"select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid"
		);
		process.kill((rows[0] as { pid: number }).pid, 'SIGKILL');
		const { code, complaints } = await first.ended;
		expect(code).not.toBe(0);
		expect(complaints).toContain('PostgreSQL has ended');
		const second = await startPlaza(folder, { env: quiet });
		expect((await send(second, [need])).results[0]?.result).toBe('duplicate');
	}, 120_000);

	it('whose disk is full: 503, nothing half, and everything when there is room again', async (context) => {
		const folder = temporaryFolder();
		const disk = join(folder, 'disk');
		mkdirSync(disk);
		const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', disk]);
		if (mounted.status !== 0) return context.skip('no tmpfs can be mounted here');
		onTestFinished(() => void spawnSync('umount', ['-l', disk]));
		const city = await startPlaza(disk, { env: quiet });
		expect((await send(city, [aNeed('Antes')])).results[0]?.receipt).toBeDefined();
		const ballast = join(disk, 'ballast');
		spawnSync('sh', ['-c', `cat /dev/zero > ${ballast} 2>/dev/null`]);
		const told = Array.from({ length: 300 }, (_, n) =>
			aNeed(`Disco lleno ${n} ${'x'.repeat(1500)}`)
		);
		const receipts = new Set<string>();
		const statuses = new Set<number>();
		for (let from = 0; from < told.length; from += 50) {
			const answer = await send(city, told.slice(from, from + 50)).catch(() => undefined);
			if (!answer) break;
			statuses.add(answer.status);
			for (const { id, receipt } of answer.results) if (id && receipt) receipts.add(id);
		}
		writeFileSync(ballast, '');
		rmSync(ballast);
		// PostgreSQL may have stopped itself when its log could not grow: then Plaza has ended too, and starts again
		const alive = await fetch(`${city.address}/readyz`).then(
			({ ok }) => ok,
			() => false
		);
		if (!alive) city.kill('SIGTERM');
		const again = alive ? city : (await city.ended, await startPlaza(disk, { env: quiet }));
		const { results } = await send(again, told);
		expect(results.every(({ receipt }) => receipt)).toBe(true);
		for (const { id, result } of results)
			if (id && receipts.has(id)) expect(result).toBe('duplicate');
		expect([...statuses].every((status) => [200, 503].includes(status))).toBe(true);
		expect(receipts.size).toBeLessThan(told.length);
	}, 180_000);
});
