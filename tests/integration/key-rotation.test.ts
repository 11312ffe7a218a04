/** Keys rotate with overlap: what was sealed or signed before is worth the same after, and no command breaks the keys. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	statSync,
	chownSync,
	unlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { isKeySetOf, isReceiptFor, type KeySet } from '../../src/lib/domain/receipt.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { loadKeys, readKeys, rotateKey } from '../../src/lib/server/keys.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed } from './invented.ts';
import { temporaryFolder } from './temporary-folder.ts';

const script = join(import.meta.dirname, '../../scripts/keys.ts');

function start(folder: string, args: string[]) {
	return spawn(process.execPath, [script, ...args], {
		env: { ...process.env, PLAZA_DATA: folder, DATABASE_URL: '' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
}

/** `npm run keys -- ...` */
async function keys(folder: string, ...args: string[]) {
	const child = start(folder, args);
	const [said, complained, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close')
	]);
	return { code: code as number | null, said, complained };
}

describe('a city that runs', () => {
	let test: TestDatabase;
	let door: Door;
	beforeAll(async () => {
		test = await openTestDatabase();
		door = await openDoor(test.url);
	});
	afterAll(async () => {
		await door.close();
		await test.close();
	});

	const published = async () =>
		(await (await fetch(`${door.url}/api/keys`)).json()) as Required<KeySet>;
	async function send(submission: unknown): Promise<SyncResult> {
		const response = await fetch(`${door.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions: [submission] })
		});
		return ((await response.json()) as { results: [SyncResult] }).results[0];
	}
	async function sealed(key: KeySet['keys'][number]) {
		const need = aNeed('Sellada', { watchHash: 'a'.repeat(43) });
		return {
			id: need.id,
			sealed: await sealFor(cryptography, key, canonicalText(need)),
			media: []
		};
	}
	const sealingKeys = ({ keys }: KeySet) => keys.filter(({ use }) => use === 'enc');

	it('seals to a new key at once, and opens what was sealed to the former ones', async () => {
		const before = await published();
		const [former] = sealingKeys(before) as [KeySet['keys'][number]];
		const waiting = await sealed(former);
		const { said } = await keys(door.city.dataFolder, 'rotate', 'sealing');
		const after = await published();
		const [newest, ...older] = sealingKeys(after);
		expect(said).toContain(newest?.kid);
		expect(older).toEqual([former]);
		expect(after.root).toEqual(before.root);
		expect(await isKeySetOf(before.root, after, checkSignature)).toBe(true);
		expect((await send(waiting)).result).toBe('accepted');
		expect((await send(await sealed(newest ?? former))).result).toBe('accepted');
	});

	it('signs with a new key at once, and its former receipts count as before', async () => {
		const need = aNeed('Antes');
		const older = await send(need);
		await keys(door.city.dataFolder, 'rotate', 'signing');
		const again = await send(need);
		const newer = await send(aNeed('Después'));
		const { keys: list } = await published();
		expect(again).toEqual({ ...older, result: 'duplicate' });
		const kidOf = ({ receipt }: SyncResult) => receipt?.signature.split('.')[0];
		expect(kidOf(newer)).toBe(list[0]?.kid);
		expect(kidOf(older)).not.toBe(kidOf(newer));
		for (const { receipt } of [older, newer]) {
			if (!receipt) throw new Error('no receipt');
			expect(await isReceiptFor(receipt, receipt, list, checkSignature)).toBe(true);
		}
	});

	it('is asked each time, so that no browser goes on with keys of yesterday', async () => {
		const response = await fetch(`${door.url}/api/keys`);
		expect(response.headers.get('cache-control')).toBe('no-cache');
	});

	it('goes on with the keys that it has when their file is damaged or gone', async () => {
		const path = join(door.city.dataFolder, 'keys.json');
		const whole = readFileSync(path, 'utf8');
		const before = (await published()).keys;
		writeFileSync(path, whole.slice(0, 200));
		expect((await published()).keys).toEqual(before);
		unlinkSync(path);
		expect((await published()).keys).toEqual(before);
		expect(readdirSync(door.city.dataFolder)).not.toContain('keys.json');
		writeFileSync(path, whole);
		await keys(door.city.dataFolder, 'rotate', 'sealing');
		expect((await published()).keys).toHaveLength(before.length + 1);
	});
});

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
