/** The database may not be written, or has ended: no answer says "kept" of what is not on its disk. */
import { describe, expect, it } from 'vitest';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { openTestDatabase } from '../integration/database.ts';
import { aNeed } from '../integration/invented.ts';
import { startPlaza, type PlazaProcess } from '../integration/plaza-process.ts';
import { temporaryFolder } from '../integration/temporary-folder.ts';
import { ask, postmasterOf, send } from './database-of-city.ts';

const quiet = { LOG_LEVEL: 'fatal' };

async function cityOn(url: string): Promise<PlazaProcess> {
	return startPlaza(temporaryFolder(), { env: { ...quiet, DATABASE_URL: url } });
}

describe('a server’s PostgreSQL', () => {
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
});

describe('the embedded PostgreSQL', () => {
	it('that is killed brings Plaza down in words; the next start has all that got a receipt', async () => {
		const folder = temporaryFolder();
		const first = await startPlaza(folder, { env: quiet });
		const need = aNeed('Con recibo');
		expect((await send(first, [need])).results[0]?.receipt).toBeDefined();
		process.kill(await postmasterOf(runningPostgresUrl(folder) ?? ''), 'SIGKILL');
		const { code, complaints } = await first.ended;
		expect(code).not.toBe(0);
		expect(complaints).toContain('PostgreSQL has ended');
		const second = await startPlaza(folder, { env: quiet });
		expect((await send(second, [need])).results[0]?.result).toBe('duplicate');
	}, 120_000);
});
