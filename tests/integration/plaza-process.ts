// A whole Plaza as `npm start` starts it, from the checkout's own build.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tryClaimFolder } from '../../src/lib/server/data-folder.ts';
import { freePort } from './free-port.ts';

const root = join(import.meta.dirname, '../..');

export interface PlazaProcess {
	/** process id of the server itself */
	pid: number;
	address: string;
	kill(signal: NodeJS.Signals): void;
	/** Waits until Plaza has printed this; fails if it ends before. */
	said(text: string): Promise<void>;
	ended: Promise<{ code: number | null; output: string; complaints: string }>;
}

export interface PlazaSettings {
	env?: Record<string, string>;
	/** another checkout than this one */
	checkout?: string;
	uid?: number;
	gid?: number;
}

/** Starts a Plaza; `ended` tells how it ended, for starts that are refused. It is stopped when the test ends. */
export function launchPlaza(
	dataFolder: string,
	{ env = {}, checkout = root, uid, gid }: PlazaSettings = {}
): Pick<PlazaProcess, 'kill' | 'said' | 'ended'> {
	const child = spawn(process.execPath, [join(checkout, 'scripts/start.js')], {
		env: {
			...process.env,
			DATABASE_URL: '',
			ORIGIN: '',
			HOST: '127.0.0.1',
			PLAZA_DATA: dataFolder,
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe'],
		...(uid !== undefined && { uid, gid })
	});
	let output = '';
	let complaints = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
	const ended = once(child, 'close').then(([code]) => ({
		code: code as number | null,
		output,
		complaints
	}));
	onTestFinished(async () => {
		child.kill('SIGTERM');
		await ended;
	});
	const said = async (text: string) => {
		await new Promise<void>((done, failed) => {
			const look = () => output.includes(text) && done();
			child.stdout?.on('data', look);
			look();
			void ended.then((end) => failed(new Error(`Plaza ended: ${JSON.stringify(end)}`)));
		});
	};
	return { kill: (signal) => child.kill(signal), said, ended };
}

/** Starts a Plaza on a free port and waits until it says where it runs. */
export async function startPlaza(
	dataFolder: string,
	settings: PlazaSettings = {}
): Promise<PlazaProcess> {
	const port = await freePort();
	const launched = launchPlaza(dataFolder, {
		...settings,
		env: { PORT: String(port), ...settings.env }
	});
	await launched.said('Plaza runs at');
	return { ...launched, pid: holderOf(dataFolder), address: `http://127.0.0.1:${port}` };
}

/** The process that holds a data folder. */
export function holderOf(dataFolder: string): number {
	const claim = tryClaimFolder(dataFolder, 0);
	if ('heldBy' in claim) return claim.heldBy;
	claim.release();
	throw new Error(`nobody holds ${dataFolder}`);
}
