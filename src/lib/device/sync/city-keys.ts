/** The city's keys on this phone: its root is pinned at first contact, and every key set must be signed by it. */
import * as v from 'valibot';
import {
	isKeySetOf,
	keySetSchema,
	type CheckSignature,
	type KeySet,
	type PublicKey
} from '../../domain/receipt.ts';
import { readFact, writeFact } from '../database.ts';

/** The signing keys that this phone trusts. */
export async function trustedKeys(): Promise<PublicKey[]> {
	return (await readFact<KeySet>('keys'))?.keys ?? [];
}

/**
 * Takes a key set as it came. The first one pins the root; later ones count only when that root signed them.
 * @returns whether it is trusted
 */
export async function trustKeys(received: unknown, check: CheckSignature): Promise<boolean> {
	const parsed = v.safeParse(keySetSchema, received);
	if (!parsed.success) return false;
	const root = (await readFact<PublicKey>('root')) ?? parsed.output.root;
	if (!(await isKeySetOf(root, parsed.output, check))) return false;
	await writeFact('root', root);
	await writeFact('keys', parsed.output);
	return true;
}
