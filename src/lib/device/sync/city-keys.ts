/** The city's keys on this phone: its root is pinned at first contact, and every key set must be signed by it. */
import * as v from 'valibot';
import { isWordOf, type BadgeWord } from '../../domain/badge-word.ts';
import {
	isKeySetOf,
	keySetSchema,
	type CheckSignature,
	type KeySet,
	type PublicKey
} from '../../domain/receipt.ts';
import { readFact, writeFact } from '../database.ts';
import { fetchKeys } from './exchange.ts';

/** After this time the keys are asked for again: the city may have newer ones to seal to. */
const fresh = 24 * 60 * 60 * 1000;

/** The keys that this phone trusts. */
export async function trustedKeys(): Promise<PublicKey[]> {
	return (await readFact<KeySet>('keys'))?.keys ?? [];
}

/** The key that is sealed to now; undefined before the first contact with the city. */
export async function sealingKey(): Promise<PublicKey | undefined> {
	return (await trustedKeys()).find(({ use }) => use === 'enc');
}

/** The key id of the root that this phone pinned: which city it belongs to. */
export async function cityRoot(): Promise<string | undefined> {
	return (await readFact<PublicKey>('root'))?.kid;
}

/** Is it a hub that this phone speaks to? What it is given must be sealed. */
export async function isAtHub(): Promise<boolean> {
	return Boolean((await readFact<KeySet>('keys'))?.hub);
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
	await writeFact('keys', {
		...parsed.output,
		badges: await newestWord(root, parsed.output, check)
	});
	await writeFact('keysAt', Date.now());
	return true;
}

/** Its word on badges, unless this phone has heard a later one: a hub may hold an old one back, and cannot make one. */
async function newestWord(
	root: PublicKey,
	{ badges: came }: KeySet,
	check: CheckSignature
): Promise<BadgeWord | undefined> {
	const known = (await readFact<KeySet>('keys'))?.badges;
	if (!came || came.asOf < (known?.asOf ?? 0)) return known;
	return (await isWordOf(root, came, check)) ? came : known;
}

/** What this phone knows of the city to check badges by. */
export async function knownForBadges(): Promise<Pick<KeySet, 'keys' | 'badges'>> {
	return (await readFact<KeySet>('keys')) ?? { keys: [], badges: undefined };
}

/** Hears the city's word on badges now, where there is internet. */
export async function hearOfBadges(check: CheckSignature): Promise<void> {
	await trustKeys(await fetchKeys(), check);
}

/** Asks for the keys when there are none yet. Says whether this phone has any. */
export async function meetCity(check: CheckSignature): Promise<boolean> {
	return (await trustedKeys()).length > 0 || trustKeys(await fetchKeys(), check);
}

/** Asks for the keys again when they are old. */
export async function refreshKeys(check: CheckSignature): Promise<void> {
	const age = Math.abs(Date.now() - ((await readFact<number>('keysAt')) ?? 0));
	if (age > fresh) await trustKeys(await fetchKeys(), check);
}
