/** `npm run keys -- ...` as a process of its own, for tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const script = join(import.meta.dirname, '../../scripts/keys.ts');

/** The command as it begins. */
export function start(folder: string, args: string[]) {
	return spawn(process.execPath, [script, ...args], {
		env: { ...process.env, PLAZA_DATA: folder, DATABASE_URL: '' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
}

/** The command until it has ended, and what it said. */
export async function keys(folder: string, ...args: string[]) {
	const child = start(folder, args);
	const [said, complained, [code]] = await Promise.all([
		text(child.stdout),
		text(child.stderr),
		once(child, 'close')
	]);
	return { code: code as number | null, said, complained };
}
