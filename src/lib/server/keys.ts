/** The city's keys: in one file of the data folder, made at the first start, and part of every backup. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { canonicalText, fingerprint } from '../domain/fingerprint.ts';
import type { KeySet, PublicKey } from '../domain/receipt.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';
import { signText } from './signature.ts';
import {
	addKey,
	markOfKeys,
	placeFirstKeys,
	readStoredKeys,
	type StoredKey,
	type StoredKeys
} from './stored-keys.ts';

/** A pair of keys: the private one never leaves the server, the public one has its RFC 7638 thumbprint as `kid`. */
export interface KeyPair {
	public: PublicKey;
	private: KeyObject;
	/** When it was made; of old keys nobody noted it. */
	madeAt?: string;
}

/** The newest of a list is in use; the former ones stay, so that what they signed or sealed can still be read. */
export interface Keys {
	root: KeyPair;
	signing: [KeyPair, ...KeyPair[]];
	sealing: [KeyPair, ...KeyPair[]];
}

/**
 * The keys in a data folder; at the first start they are made. Two servers that start at once get the same ones.
 * @throws InstallationProblem when the file is there but cannot be read: new keys would make old receipts worthless
 */
export function loadKeys(dataFolder: string): Keys {
	const keys = readKeys(dataFolder);
	if (keys) return keys;
	placeFirstKeys(dataFolder);
	return loadKeys(dataFolder);
}

/** The keys in a data folder, undefined when none were made yet; see `loadKeys`. */
export function readKeys(dataFolder: string): Keys | undefined {
	const stored = readStoredKeys(dataFolder);
	return stored && openKeys(stored);
}

/** Makes a new key to sign or to seal to; the former ones stay published. Undefined when there are no keys yet. */
export function rotateKey(dataFolder: string, list: 'signing' | 'sealing'): Keys | undefined {
	return addKey(dataFolder, list) ? readKeys(dataFolder) : undefined;
}

/**
 * The keys of a running city, as their file has them at each call. A file that is gone or cannot be read changes nothing:
 * the keys that were read last go on to be used.
 */
export function followKeys(dataFolder: string): () => Keys {
	let keys = loadKeys(dataFolder);
	// unknown, because the file may have changed since it was read
	let seen: string | undefined;
	return () => {
		const mark = markOfKeys(dataFolder);
		if (mark === seen) return keys;
		seen = mark;
		try {
			keys = readKeys(dataFolder) ?? keys;
		} catch (error) {
			logger.error({ reason: reasonOf(error) }, 'the former keys go on to be used');
		}
		return keys;
	};
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

function openKeys(stored: StoredKeys): Keys {
	const open = ({ madeAt, ...key }: StoredKey, use: PublicKey['use']): KeyPair => {
		const privateKey = createPrivateKey({ key, format: 'jwk' });
		const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
		const named = { kty: 'EC', crv: 'P-256', x, y } as const;
		return {
			private: privateKey,
			public: { kid: fingerprint(named), ...named, use },
			...(madeAt !== undefined && { madeAt })
		};
	};
	const list = (list: StoredKey[], use: PublicKey['use']) =>
		list.map((key) => open(key, use)) as [KeyPair, ...KeyPair[]];
	return {
		root: open(stored.root, 'sig'),
		signing: list(stored.signing, 'sig'),
		sealing: list(stored.sealing, 'enc')
	};
}
