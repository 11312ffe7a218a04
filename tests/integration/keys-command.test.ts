/** `npm run keys`: it lists and rotates keys; refused, killed or on a full disk it breaks none. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	statSync,
	chownSync,
	unlinkSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadKeys, readKeys, rotateKey } from '../../src/lib/server/keys.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { start, keys } from './run-keys.ts';

describe('npm run keys', () => {
	const newFolder = () => {
		const folder = temporaryFolder();
		loadKeys(folder);
		return folder;
	};

	it('lists what the city has, newest first, and never a private key', async () => {
		const folder = newFolder();
		rotateKey(folder, 'sealing');
		const { root, signing, sealing } = loadKeys(folder);
		const { code, said } = await keys(folder, 'list');
		expect(code).toBe(0);
		expect(said.split('\n')).toEqual([
			`root     ${root.public.kid}  in use`,
			`signing  ${signing[0].public.kid}  in use`,
			`sealing  ${sealing[0].public.kid}  in use`,
			`sealing  ${sealing[1]?.public.kid}  former`,
			''
		]);
	});

	it.each([[], ['rotate'], ['rotate', 'root'], ['rotate', 'sealing', 'twice'], ['fly']])(
		'%j is refused in a sentence, and nothing changes',
		async (...args) => {
			const folder = newFolder();
			const before = readFileSync(join(folder, 'keys.json'), 'utf8');
			const { code, complained } = await keys(folder, ...args);
			expect(code).toBe(1);
			expect(complained).toMatch(/^Plaza: Say what to do: npm run keys -- .*\n$/);
			expect(readFileSync(join(folder, 'keys.json'), 'utf8')).toBe(before);
		}
	);

	it.each([['list'], ['rotate', 'signing']])(
		'%s makes no keys where there are none',
		async (...args) => {
			const folder = join(temporaryFolder(), 'none');
			const { code, complained } = await keys(folder, ...args);
			expect(code).toBe(1);
			expect(complained).toMatch(
				/^Plaza: There are no keys in .* yet: start Plaza there once\.\n$/
			);
		}
	);

	it('six times at once adds six keys', async () => {
		const folder = newFolder();
		const before = loadKeys(folder);
		const commands = ['signing', 'sealing', 'signing', 'sealing', 'signing', 'sealing'];
		const ended = await Promise.all(commands.map((list) => keys(folder, 'rotate', list)));
		expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
		const after = loadKeys(folder);
		expect(after.signing).toHaveLength(4);
		expect(after.sealing).toHaveLength(4);
		expect(after.root.public).toEqual(before.root.public);
		expect(after.sealing.at(-1)?.public).toEqual(before.sealing[0].public);
	});

	it('killed at any moment leaves whole keys, all that were there', async () => {
		const folder = newFolder();
		const began = Date.now();
		await keys(folder, 'rotate', 'sealing');
		const usual = Date.now() - began;
		let known = loadKeys(folder).sealing.map((pair) => pair.public.kid);
		for (let index = 0; index < 12; index++) {
			const child = start(folder, ['rotate', 'sealing']);
			const ended = once(child, 'close');
			await pause((usual * (index + 1)) / 12);
			child.kill('SIGKILL');
			await ended;
			const now = readKeys(folder)?.sealing.map((pair) => pair.public.kid) ?? [];
			expect(now.slice(-known.length)).toEqual(known);
			known = now;
		}
		expect((await keys(folder, 'rotate', 'sealing')).code).toBe(0);
	});

	it.skipIf(process.getuid?.() !== 0)(
		'run as root leaves the keys to the account that Plaza runs under',
		async () => {
			const folder = newFolder();
			chownSync(join(folder, 'keys.json'), 12_345, 12_345);
			await keys(folder, 'rotate', 'sealing');
			const { uid, gid, mode } = statSync(join(folder, 'keys.json'));
			expect([uid, gid, mode & 0o777]).toEqual([12_345, 12_345, 0o600]);
		}
	);

	it.skipIf(!mayMount())('on a full disk changes nothing and says so', async () => {
		const folder = join(temporaryFolder(), 'small');
		mkdirSync(folder);
		mount(folder);
		loadKeys(folder);
		// some pages long, so that a part of them may find room
		for (let count = 0; count < 40; count++) rotateKey(folder, 'signing');
		const before = readFileSync(join(folder, 'keys.json'), 'utf8');
		// with more and more room: for nothing, for a lock, for half of the keys
		for (let room = 0; room < 6; room++) {
			fill(folder, room);
			const { code, complained } = await keys(folder, 'rotate', 'sealing');
			const now = readFileSync(join(folder, 'keys.json'), 'utf8');
			expect(readdirSync(folder).filter((name) => name.startsWith('keys.json'))).toEqual([
				'keys.json'
			]);
			if (code === 0) continue;
			expect(now).toBe(before);
			expect(complained).toMatch(/^Plaza: .*(full|no space).*\n$/i);
		}
		unlinkSync(join(folder, 'filling'));
		expect((await keys(folder, 'rotate', 'sealing')).code).toBe(0);
	});
});

/** Fills a disk, up to so many pages. */
function fill(folder: string, pagesFree: number): void {
	const path = join(folder, 'filling');
	spawnSync('rm', ['-f', path]);
	spawnSync('dd', ['if=/dev/zero', `of=${path}`, 'bs=4096', 'count=1000']);
	const { size } = statSync(path);
	spawnSync('truncate', ['-s', String(size - pagesFree * 4096), path]);
}

function mount(folder: string): void {
	spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
	onTestFinished(() => void spawnSync('umount', [folder]));
}

function mayMount(): boolean {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
	const at = mkdtempSync(join(tmpdir(), 'plaza-mount-'));
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', at]);
	if (status === 0) spawnSync('umount', [at]);
	rmdirSync(at);
	return status === 0;
}
