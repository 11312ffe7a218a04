import { spawnSync } from 'node:child_process';
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	realpathSync,
	statSync,
	symlinkSync
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { readPostmaster } from '../../src/lib/server/postgres/processes.ts';
import { type RunningPostgres, startPostgres } from '../../src/lib/server/postgres.ts';
import { temporaryFolder } from './temporary-folder.ts';

const asRoot = process.getuid?.() === 0;

async function start(dataFolder: string): Promise<RunningPostgres> {
	const postgres = await startPostgres(dataFolder);
	onTestFinished(() => postgres.stop());
	return postgres;
}

function postmasterOf(dataFolder: string): number {
	return readPostmaster(join(dataFolder, 'postgres/cluster'))?.pid ?? 0;
}

function socketFolderOf(url: string): string {
	return new URL(url).searchParams.get('host') ?? '';
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		return (await client.query(statement)).rows;
	} finally {
		await client.end();
	}
}

it('opens no port, and lets nobody but its own account reach the socket', async () => {
	const { url } = await start(temporaryFolder());
	expect(await ask(url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
	const socketFolder = socketFolderOf(url);
	expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
});

it('never trades a committed word for speed', async () => {
	const { url } = await start(temporaryFolder());
	const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'];
	for (const setting of settings) {
		expect(await ask(url, `show ${setting}`)).toEqual([{ [setting]: 'on' }]);
	}
});

it('keeps what was committed when PostgreSQL itself is killed', async () => {
	const folder = temporaryFolder();
	const { url, ended, stop } = await start(folder);
	await ask(url, 'create table kept (word text)');
	await ask(url, "insert into kept values ('still here')");
	process.kill(postmasterOf(folder), 'SIGKILL');
	await ended;
	await stop();
	const again = await start(folder);
	expect(await ask(again.url, 'select word from kept')).toEqual([{ word: 'still here' }]);
});

it('stops in order a PostgreSQL that a killed Plaza left behind, and keeps its words', async () => {
	const folder = temporaryFolder();
	const script = join(import.meta.dirname, 'leave-postgres-behind.ts');
	expect(spawnSync(process.execPath, [script, folder]).signal).toBe('SIGKILL');
	const left = postmasterOf(folder);
	expect(process.kill(left, 0)).toBe(true);
	const { url } = await start(folder);
	expect(postmasterOf(folder)).not.toBe(left);
	const log = readFileSync(join(folder, 'postgres/log'), 'utf8');
	expect(log).toMatch(/received fast shutdown request[^]*database system is shut down[^]*starting/);
	expect(log).not.toContain('automatic recovery in progress');
	expect(await ask(url, 'select word from kept')).toEqual([{ word: 'from before' }]);
});

it('works in a folder whose path is longer than a socket may have', async () => {
	const folder = join(temporaryFolder(), 'long'.repeat(30));
	mkdirSync(folder);
	const { url, stop } = await start(folder);
	expect(await ask(url, 'select 1 as one')).toEqual([{ one: 1 }]);
	const socketFolder = socketFolderOf(url);
	await stop();
	expect(existsSync(socketFolder)).toBe(false);
});

it.runIf(asRoot)('as root, runs under another uid that owns the cluster only', async () => {
	const folder = temporaryFolder();
	await start(folder);
	expect(statSync(join(folder, 'postgres')).uid).toBe(0);
	expect(statSync(join(folder, 'postgres/cluster')).uid).not.toBe(0);
});

it.runIf(asRoot)(
	'as root, in a folder that nobody else may enter, lives in /var/lib/plaza',
	async () => {
		const folder = temporaryFolder(0o700);
		const { url, folder: home, stop } = await start(folder);
		await ask(url, 'create table kept ()');
		expect(home).toMatch(/^\/var\/lib\/plaza\//);
		expect(lstatSync(join(folder, 'postgres')).isSymbolicLink()).toBe(true);
		expect(realpathSync(join(folder, 'postgres'))).toBe(home);
		await stop();
		const again = await start(folder);
		expect(again.folder).toBe(home);
		expect(await ask(again.url, 'select * from kept')).toEqual([]);
	}
);

it('says what is wrong when the folder elsewhere is gone, and makes no empty database instead', async () => {
	const folder = temporaryFolder(0o700);
	symlinkSync('/var/lib/plaza/gone', join(folder, 'postgres'));
	await expect(startPostgres(folder)).rejects.toThrow('/var/lib/plaza/gone, which is gone');
});
