import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { folderWithCluster } from './made-cluster.ts';
import { hashOf, voice } from './media-made.ts';
import { tell } from './over-the-wire.ts';
import { startPlaza } from './plaza-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const runner = join(import.meta.dirname, '../../scripts/run.js');
const PASSPHRASE = 'correct horse battery staple';

async function run(args: string[], env: Record<string, string>) {
	const child = spawn(process.execPath, [runner, ...args], {
		env: { ...process.env, DATABASE_URL: '', PLAZA_BACKUP_PASSPHRASE: '', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const [output, complaints, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close')
	]);
	return { code: code as number | null, output, complaints };
}

async function keysAt(address: string) {
	// the signature over them differs each time
	const { root, keys } = await (await fetch(`${address}/api/keys`)).json();
	return { root, keys };
}

it('takes a running city to another machine: its keys and its voices, once the backup is put back there', async () => {
	const here = folderWithCluster();
	const there = temporaryFolder();
	const file = join(temporaryFolder(), 'city.plaza');
	const plaza = await startPlaza(here);
	const keys = await keysAt(plaza.address);
	await tell(plaza, [voice]);
	const secret = { PLAZA_BACKUP_PASSPHRASE: PASSPHRASE };

	const backup = await run(['backup', file], { PLAZA_DATA: here, ...secret });
	expect(backup).toMatchObject({ code: 0, complaints: '' });
	expect(backup.output).not.toContain(PASSPHRASE);
	expect(backup.output).toContain('recordings and photos: 1)');

	const restore = await run(['restore', file], { PLAZA_DATA: there, ...secret });
	expect(restore).toMatchObject({ code: 0, complaints: '' });
	const moved = await startPlaza(there);
	expect(await keysAt(moved.address)).toEqual(keys);
	expect(readFileSync(pathOf(there, hashOf(voice)))).toEqual(voice);
});

it('backs up a stopped city too, and shows a passphrase that it made itself', async () => {
	const here = folderWithCluster();
	const plaza = await startPlaza(here);
	plaza.kill('SIGTERM');
	await plaza.ended;
	const file = join(temporaryFolder(), 'city.plaza');
	const { code, output } = await run(['backup', file], { PLAZA_DATA: here });
	expect(code).toBe(0);
	const [, passphrase = ''] = output.match(/passphrase, shown only now: (\S+)/) ?? [];
	const there = temporaryFolder();
	const secret = { PLAZA_BACKUP_PASSPHRASE: passphrase };
	const restore = await run(['restore', file], { PLAZA_DATA: there, ...secret });
	expect(restore).toMatchObject({ code: 0, complaints: '' });
	const keys = (folder: string) => readFileSync(join(folder, 'keys.json'), 'utf8');
	expect(keys(there)).toBe(keys(here));
});

it('restores only while Plaza is stopped', async () => {
	const here = folderWithCluster();
	const plaza = await startPlaza(here);
	const file = join(temporaryFolder(), 'city.plaza');
	const env = { PLAZA_DATA: here, PLAZA_BACKUP_PASSPHRASE: PASSPHRASE };
	await run(['backup', file], env);
	const { code, complaints } = await run(['restore', file, '--replace'], env);
	expect(code).toBe(1);
	expect(complaints).toMatch(new RegExp(`^Plaza: .* is in use .*process ${plaza.pid}.*\n$`));
});

it('says in one line what a command lacks', async () => {
	const empty = temporaryFolder();
	const cases: [string[], Record<string, string>, RegExp][] = [
		[['backup'], {}, /npm run backup -- <file>/],
		[['backup', join(empty, 'x')], { PLAZA_DATA: join(empty, 'none') }, /nothing to back up/],
		[['backup', 'x'], { PLAZA_BACKUP_PASSPHRASE: 'short' }, /PLAZA_BACKUP_PASSPHRASE must/],
		[['restore'], {}, /npm run restore -- <file>/],
		[['restore', 'x', '--force'], {}, /npm run restore -- <file>/],
		[['restore', 'x'], {}, /Set PLAZA_BACKUP_PASSPHRASE/],
		[['restore', join(empty, 'x')], { PLAZA_BACKUP_PASSPHRASE: PASSPHRASE }, /cannot be read/],
		[['fly'], {}, /there is no command "fly"/],
		[['../serve'], {}, /there is no command/]
	];
	for (const [args, env, sentence] of cases) {
		const { code, complaints } = await run(args, { PLAZA_DATA: empty, ...env });
		expect(code, args.join(' ')).toBe(1);
		expect(complaints).toMatch(sentence);
		expect(complaints.trimEnd().split('\n')).toHaveLength(1);
	}
});
