/** Ends a browser, or a part of it, at once: as an empty battery does, or a phone that needs its memory for something else. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from '@playwright/test';

/** Ends the whole browser that works in this profile. */
export async function dieSuddenly(profile: string): Promise<void> {
	await endAll(() => processesOf(profile, ''));
}

/** Ends the processes that run its pages and its worker; the browser itself lives on. */
export async function killPages(profile: string): Promise<void> {
	await endAll(() => processesOf(profile, '--type=renderer'));
}

async function endAll(find: () => string[]): Promise<void> {
	const doomed = find();
	for (const pid of doomed) {
		try {
			process.kill(Number(pid), 'SIGKILL');
		} catch {
			// its parent took it along
		}
	}
	await expect.poll(() => find().filter((pid) => doomed.includes(pid))).toEqual([]);
}

function processesOf(profile: string, kind: string): string[] {
	return readdirSync('/proc').filter((pid) => {
		if (!/^\d+$/.test(pid)) return false;
		try {
			const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
			return command.includes(profile) && command.includes(kind);
		} catch {
			return false;
		}
	});
}
