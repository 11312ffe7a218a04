import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimFolder, openDataFolder, tryClaimFolder } from '../../src/lib/server/data-folder.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function heldByAnother(folder: string) {
	const script = join(import.meta.dirname, 'hold-folder.ts');
	const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	return child;
}

it('says which process holds a folder', async () => {
	const folder = temporaryFolder();
	const child = await heldByAnother(folder);
	expect(tryClaimFolder(folder, 0)).toEqual({ heldBy: child.pid });
	expect(() => claimFolder(folder, 0)).toThrow(`in use by another Plaza (process ${child.pid})`);
});

it('takes a folder over as soon as its holder was killed', async () => {
	const folder = temporaryFolder();
	const child = await heldByAnother(folder);
	child.kill('SIGKILL');
	await once(child, 'exit');
	const claim = claimFolder(folder, 0);
	claim.release();
});

it('gives a folder back', () => {
	const folder = temporaryFolder();
	const claim = claimFolder(folder);
	expect(tryClaimFolder(folder, 0)).toEqual({ heldBy: process.pid });
	claim.release();
	claim.release();
	claimFolder(folder).release();
});

it('makes a data folder that others cannot read, and says where it cannot make one', () => {
	const folder = join(temporaryFolder(), 'not/yet/there');
	expect(openDataFolder(folder)).toBe(folder);
	expect(() => openDataFolder('/proc/nowhere/data')).toThrow('/proc/nowhere/data cannot be made');
});

it.runIf(process.getuid?.() !== 0)('says when a folder may not be written', () => {
	const folder = temporaryFolder();
	chmodSync(folder, 0o500);
	expect(() => claimFolder(folder)).toThrow('cannot be written by this account');
});
