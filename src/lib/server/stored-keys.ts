/** The file with the city's keys, private ones too: whole or not there, changed by one at a time. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { aloneInFolder } from './data-folder.ts';
import { InstallationProblem, reasonOf } from './installation-problem.ts';
import { placeFile, replaceFile } from './whole-file.ts';

const fileName = 'keys.json';

const coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const storedKeySchema = v.strictObject({
	kty: v.literal('EC'),
	crv: v.literal('P-256'),
	x: coordinate,
	y: coordinate,
	d: coordinate,
	madeAt: v.optional(v.pipe(v.string(), v.isoTimestamp()))
});
const storedKeysSchema = v.strictObject({
	v: v.literal(1),
	root: storedKeySchema,
	signing: v.pipe(v.array(storedKeySchema), v.minLength(1)),
	sealing: v.pipe(v.array(storedKeySchema), v.minLength(1))
});

export type StoredKey = v.InferOutput<typeof storedKeySchema>;
export type StoredKeys = v.InferOutput<typeof storedKeysSchema>;

/**
 * The keys in a data folder; undefined when none were made yet.
 * @throws InstallationProblem when the file is there but cannot be read: new keys would make old receipts worthless
 */
export function readStoredKeys(dataFolder: string): StoredKeys | undefined {
	const path = join(dataFolder, fileName);
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw new InstallationProblem(`The keys in ${path} cannot be read by this account.`);
	}
	try {
		return v.parse(storedKeysSchema, JSON.parse(text));
	} catch {
		throw new InstallationProblem(
			`The keys in ${path} are damaged; put back the file from a backup.`
		);
	}
}

/** Makes the first keys of a city, unless somebody else does it just now. */
export function placeFirstKeys(dataFolder: string): void {
	const first = { v: 1, root: makeKey(), signing: [makeKey()], sealing: [makeKey()] } as const;
	placeFile(join(dataFolder, fileName), textOf(first));
}

/**
 * Puts a new key before those that serve for the same. False when there are no keys at all.
 * @throws InstallationProblem when the disk is full, say; the keys are as before then
 */
export function addKey(dataFolder: string, list: 'signing' | 'sealing'): boolean {
	if (readStoredKeys(dataFolder) === undefined) return false;
	return whileKeysRest(dataFolder, () => {
		const stored = readStoredKeys(dataFolder);
		if (!stored) return false;
		const path = join(dataFolder, fileName);
		try {
			replaceFile(path, textOf({ ...stored, [list]: [makeKey(), ...stored[list]] }));
		} catch (error) {
			throw new InstallationProblem(`${path} cannot be changed: ${reasonOf(error)}.`);
		}
		return true;
	});
}

/** Does work during which nobody else changes the keys. */
export function whileKeysRest<Result>(dataFolder: string, work: () => Result): Result {
	return aloneInFolder(dataFolder, 'keys.lock', work);
}

/** Another text when the file has changed; undefined when it is not there. */
export function markOfKeys(dataFolder: string): string | undefined {
	const found = statSync(join(dataFolder, fileName), { throwIfNoEntry: false });
	return found && `${found.ino} ${found.mtimeMs} ${found.size}`;
}

function makeKey(): StoredKey {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const madeAt = new Date().toISOString();
	return v.parse(storedKeySchema, { ...privateKey.export({ format: 'jwk' }), madeAt });
}

function textOf(stored: object): string {
	return `${JSON.stringify(stored, null, '\t')}\n`;
}
