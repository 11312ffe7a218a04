// Speaks to the city as a phone does: gzip, retries, and only a receipt that bears the city's signature counts.
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import * as v from 'valibot';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { problemSchema } from '../../src/lib/domain/problem.ts';
import {
	isKeySetOf,
	isReceiptFor,
	keySetSchema,
	type PublicKey
} from '../../src/lib/domain/receipt.ts';
import { nextDelay } from '../../src/lib/domain/retry.ts';
import { syncResponseSchema, type SyncResult } from '../../src/lib/domain/sync.ts';
import { InstallationProblem } from '../../src/lib/server/installation-problem.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import type { Letter } from './letters.ts';

const zip = promisify(gzip);
const mostTries = 6;
const patience = 60_000;

/** The keys of the city at this address. */
export async function fetchKeys(url: string): Promise<PublicKey[]> {
	const response = await fetch(`${url}/api/keys`, { signal: AbortSignal.timeout(patience) }).catch(
		() => undefined
	);
	if (!response) throw new InstallationProblem(`Nothing answers at ${url}. Is Plaza running?`);
	const read = v.safeParse(keySetSchema, await response.json().catch(() => undefined));
	const real = read.success && (await isKeySetOf(read.output.root, read.output, checkSignature));
	if (!real) throw new InstallationProblem(`What answers at ${url} is not a Plaza.`);
	return read.output.keys;
}

/**
 * Sends letters and gives the city's result for each, in their order; waits and tries again while the city is busy.
 * @param before how many rows were sent before, to say where it stopped
 */
export async function sendLetters(
	url: string,
	letters: Letter[],
	keys: PublicKey[],
	before: number
): Promise<SyncResult[]> {
	const submissions = letters.map(({ envelope }) => envelope);
	const body = await zip(JSON.stringify({ v: 1, submissions }));
	for (let failures = 1; ; failures++) {
		const response = await post(url, body);
		if (response?.ok) return checkedResults(response, letters, keys);
		const mayHelp = !response || response.status === 429 || response.status >= 500;
		if (!mayHelp || failures === mostTries) {
			const reason = response ? await reasonIn(response) : 'nothing answers';
			throw new InstallationProblem(
				`Stopped after ${before} rows: ${reason}. Run the same command again to go on; what is there stays there once.`
			);
		}
		const asked = Number(response?.headers.get('retry-after') ?? undefined);
		await pause(nextDelay(failures - 1, Math.random(), Number.isNaN(asked) ? undefined : asked));
	}
}

function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<Response | undefined> {
	return fetch(`${url}/api/sync`, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
		redirect: 'error',
		signal: AbortSignal.timeout(patience)
	}).catch(() => undefined);
}

async function checkedResults(
	response: Response,
	letters: Letter[],
	keys: PublicKey[]
): Promise<SyncResult[]> {
	const read = v.safeParse(syncResponseSchema, await response.json().catch(() => undefined));
	const results = read.success ? read.output.results : [];
	if (results.length !== letters.length) {
		throw new InstallationProblem('The answer is not that of a Plaza.');
	}
	for (const [index, { envelope }] of letters.entries()) {
		const { result, receipt } = results[index] as SyncResult;
		if (!['accepted', 'duplicate', 'deleted'].includes(result)) continue;
		const sent = { id: envelope.id, sha256: fingerprint(envelope) };
		if (!receipt || !(await isReceiptFor(receipt, sent, keys, checkSignature))) {
			throw new InstallationProblem('A receipt does not bear the signature of the city.');
		}
	}
	return results;
}

async function reasonIn(response: Response): Promise<string> {
	const read = v.safeParse(problemSchema, await response.json().catch(() => undefined));
	return `${response.status} ${read.success ? read.output.detail : response.statusText}`;
}
