/** The city's keys: in one file of the data folder, made at the first start, and part of every backup. */
import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { canonicalText, fingerprint } from '../domain/fingerprint.ts';
import type { KeySet, PublicKey } from '../domain/receipt.ts';
import { InstallationProblem } from './installation-problem.ts';
import { signText } from './signature.ts';
import { placeFile, replaceFile } from './whole-file.ts';

/** A pair of keys: the private one never leaves the server, the public one has its RFC 7638 thumbprint as `kid`. */
export interface KeyPair {
	public: PublicKey;
	private: KeyObject;
}

/** The newest of a list is in use; the former ones stay, so that what they signed or sealed can still be read. */
export interface Keys {
	root: KeyPair;
	signing: [KeyPair, ...KeyPair[]];
	sealing: [KeyPair, ...KeyPair[]];
}

const fileName = 'keys.json';

const coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const storedKeySchema = v.strictObject({
	kty: v.literal('EC'),
	crv: v.literal('P-256'),
	x: coordinate,
	y: coordinate,
	d: coordinate
});
const storedKeysSchema = v.strictObject({
	v: v.literal(1),
	root: storedKeySchema,
	signing: v.pipe(v.array(storedKeySchema), v.minLength(1)),
	sealing: v.pipe(v.array(storedKeySchema), v.minLength(1))
});

type StoredKey = v.InferOutput<typeof storedKeySchema>;
type StoredKeys = v.InferOutput<typeof storedKeysSchema>;

/**
 * The keys in a data folder; at the first start they are made. Two servers that start at once get the same ones.
 * @throws InstallationProblem when the file is there but cannot be read: new keys would make old receipts worthless
 */
export function loadKeys(dataFolder: string): Keys {
	const path = join(dataFolder, fileName);
	const stored = readStored(path);
	if (stored) return openKeys(stored);
	const made = { v: 1, root: makeKey(), signing: [makeKey()], sealing: [makeKey()] } as const;
	placeFile(path, storedText({ ...made, signing: [...made.signing], sealing: [...made.sealing] }));
	return loadKeys(dataFolder);
}

/** Makes a new signing key for the receipts to come; the former ones stay published. */
export function rotateSigningKey(dataFolder: string): Keys {
	loadKeys(dataFolder);
	const path = join(dataFolder, fileName);
	const stored = readStored(path) as StoredKeys;
	replaceFile(path, storedText({ ...stored, signing: [makeKey(), ...stored.signing] }));
	return loadKeys(dataFolder);
}

/** What `GET /api/keys` publishes: all public keys, signed by the root key over their canonical JSON. */
export function keySet(keys: Keys): KeySet {
	const all = [...keys.signing, ...keys.sealing].map((pair) => pair.public);
	return {
		v: 1,
		root: keys.root.public,
		keys: all,
		signature: signText(keys.root.private, canonicalText(all))
	};
}

function readStored(path: string): StoredKeys | undefined {
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

function openKeys(stored: StoredKeys): Keys {
	const open = (key: StoredKey, use: PublicKey['use']): KeyPair => {
		const privateKey = createPrivateKey({ key, format: 'jwk' });
		const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
		const named = { kty: 'EC', crv: 'P-256', x, y } as const;
		return { private: privateKey, public: { kid: fingerprint(named), ...named, use } };
	};
	const list = (list: StoredKey[], use: PublicKey['use']) =>
		list.map((key) => open(key, use)) as [KeyPair, ...KeyPair[]];
	return {
		root: open(stored.root, 'sig'),
		signing: list(stored.signing, 'sig'),
		sealing: list(stored.sealing, 'enc')
	};
}

function makeKey(): StoredKey {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return v.parse(storedKeySchema, privateKey.export({ format: 'jwk' }));
}

function storedText(stored: StoredKeys): string {
	return `${JSON.stringify(stored, null, '\t')}\n`;
}
