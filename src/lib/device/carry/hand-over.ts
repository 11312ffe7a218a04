/** Packs what waits on this phone for another that brings it: always sealed, as codes or as a file. */
import { carryText } from '../../domain/carry-file.ts';
import type { Cryptography } from '../../domain/cryptography.ts';
import type { Sealed } from '../../domain/sealed.ts';
import { framesOf } from '../../domain/qr-frames.ts';
import type { PublicKey } from '../../domain/receipt.ts';
import { device, type OutboxEntry } from '../database.ts';
import { bytesOf, hashBytes, listMedia } from '../media.ts';
import { sealedBytes, sealedForm } from '../sealing.ts';
import { cityRoot, meetCity, sealingKey } from '../sync/city-keys.ts';
import { writeCarryFile, type ForFile } from './write-file.ts';

/** What this phone needs to seal: it has met the city once. */
export type CityToSealFor = { root: string; key: PublicKey };

/** The city as this phone knows it; undefined when it has never met it, and does not reach it now. */
export async function cityToSealFor(crypt: Cryptography): Promise<CityToSealFor | undefined> {
	if (!(await sealingKey())) await meetCity(crypt.checkSignature);
	const [root, key] = [await cityRoot(), await sealingKey()];
	return root && key ? { root, key } : undefined;
}

/** How many submissions wait here: what a person told, and all of them, what she learnt included. */
export async function countWaiting(): Promise<{ told: number; all: number }> {
	const entries = await device.outbox.toArray();
	return { told: entries.filter(isTold).length, all: entries.length };
}

/** What goes by codes: how many messages; how many recordings and photos stay; `codes` is undefined where it is too much. */
export type ForCodes = { messages: number; mediaLeft: number; codes: string[] | undefined };

/**
 * What a person told, for codes on the screen, without media. What she learnt is left to the internet or the file, so that
 * one message stays one code.
 */
export async function packCodes(crypt: Cryptography, city: CityToSealFor): Promise<ForCodes> {
	const entries = (await oldestFirst()).filter(isTold);
	const letters = (await sealAll(crypt, city, entries)).map(({ letter }) => letter);
	return {
		messages: letters.length,
		mediaLeft: letters.reduce((sum, { media }) => sum + media.length, 0),
		codes: letters.length > 0 ? framesOf(carryText(city.root, letters)) : []
	};
}

/** Everything that waits on this phone as a file, refused submissions too. */
export async function packFile(crypt: Cryptography, city: CityToSealFor): Promise<ForFile> {
	const entries = await oldestFirst();
	const sealed = await sealAll(crypt, city, entries);
	const letters = sealed.map(({ letter }) => letter);
	const packed = await writeCarryFile(city.root, letters, async ({ id, media }, position) => {
		const entry = entries.find((each) => each.id === id);
		const item = media[position];
		return entry && item && mediumOf(crypt, entry, position, item.sha256);
	});
	return { ...packed, left: packed.left + entries.length - letters.length };
}

async function oldestFirst(): Promise<OutboxEntry[]> {
	const entries = await device.outbox.orderBy('addedAt').toArray();
	return [...entries.filter((each) => !each.carried), ...entries.filter((each) => each.carried)];
}

function isTold({ envelope }: OutboxEntry): boolean {
	return envelope?.kind !== 'progress';
}

/** Those that can be sealed. */
async function sealAll(crypt: Cryptography, { key }: CityToSealFor, entries: OutboxEntry[]) {
	const sealed: { entry: OutboxEntry; letter: Sealed }[] = [];
	for (const entry of entries) {
		const letter = await sealedForm(crypt, key, entry);
		if (letter) sealed.push({ entry, letter });
	}
	return sealed;
}

/** The sealed bytes at a place of an entry's list; undefined when they are not, or no longer, whole on this phone. */
async function mediumOf(
	crypt: Cryptography,
	{ id, envelope }: OutboxEntry,
	position: number,
	sha256: string
) {
	const kept = (await listMedia(id)).find((each) => each.sealed && each.sha256 === sha256);
	const bytes = kept
		? await bytesOf(kept.id)
		: envelope && (await sealedBytes(crypt, envelope, position));
	return bytes && hashBytes(bytes) === sha256 ? bytes : undefined;
}
