// PostgreSQL refuses to run as root, so as root it gets an account of its own.
import { spawnSync } from 'node:child_process';
import { chownSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Account {
	uid: number;
	gid: number;
}

const CUSTOMARY_NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * The account that PostgreSQL must run under, or undefined when it is simply Plaza's own. As root it is the owner
 * of an existing cluster, else `nobody`.
 */
export function postgresAccount(cluster: string): Account | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const owner = statSync(cluster, { throwIfNoEntry: false });
	return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody();
}

/** Whether the account may really enter this folder, all folders above it included. */
export function canEnter(folder: string, account: Account | undefined): boolean {
	// asking the kernel under that uid sees modes, access lists and mounts alike
	return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...account }).status === 0;
}

/** Gives a folder and all that is in it to the account. */
export function giveFolder(folder: string, account: Account | undefined): void {
	if (!account) return;
	for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		lchownSync(join(folder, entry), account.uid, account.gid);
	}
	chownSync(folder, account.uid, account.gid);
}

function nobody(): Account {
	try {
		const line = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m);
		if (line) return { uid: Number(line[1]), gid: Number(line[2]) };
	} catch {
		// a bare container may have no /etc/passwd
	}
	return CUSTOMARY_NOBODY;
}
