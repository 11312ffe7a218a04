/** What a trainer keeps on this device beside her lists of who is here: one row each, sealed under her key. */
import type { Cryptography } from '../domain/cryptography.ts';
import { openWith, sealWith } from '../domain/seal.ts';
import { device, type TrainerRow } from './database.ts';

/** The trainer's key (32 bytes, base64url) and what opens with it. */
export interface Opener {
	crypt: Cryptography;
	key: string;
}

/** A thing of hers: `id` is its own for ever, `session` empty where it belongs to none. */
export type TrainerThing<T> = { id: string; session: string; value: T };

/** Her things of a kind, of one session or of all, by their id. What another trainer's key sealed is left out. */
export async function readThings<T>(
	{ crypt, key }: Opener,
	kind: string,
	session?: string
): Promise<TrainerThing<T>[]> {
	const rows = device.trainerRows.where('[kind+session]');
	const found = await (
		session === undefined
			? rows.between([kind, ''], [kind, '\uffff'], true, true)
			: rows.equals([kind, session])
	).toArray();
	const opened = await Promise.all(
		found.map(async ({ id, session, sealed }) => {
			const text = await openWith(crypt, key, sealed);
			return text === undefined ? [] : [{ id, session, value: JSON.parse(text) as T }];
		})
	);
	return opened.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Keeps a thing of hers; one of the same id is replaced. */
export async function keepThing<T>(
	opener: Opener,
	kind: string,
	thing: TrainerThing<T>
): Promise<void> {
	await device.trainerRows.put(await sealThing(opener, kind, thing));
}

/** A thing of hers as the row that keeps it, for who keeps more in the same transaction. */
export async function sealThing<T>(
	{ crypt, key }: Opener,
	kind: string,
	{ id, session, value }: TrainerThing<T>
): Promise<TrainerRow> {
	return { id, kind, session, sealed: await sealWith(crypt, key, JSON.stringify(value)) };
}

/** Deletes a thing of hers. */
export async function dropThing(id: string): Promise<void> {
	await device.trainerRows.delete(id);
}
