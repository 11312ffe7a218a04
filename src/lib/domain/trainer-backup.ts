/**
 * The sealed copy of a trainer's group: a file that is worth nothing without the 128 random bits on a paper of its own,
 * 26 characters of Crockford base32.
 */
import * as v from 'valibot';
import { alphabet, tidyTyped } from './crockford.ts';
import type { Cryptography } from './cryptography.ts';
import { hashText } from './fingerprint.ts';
import { openWith, sealWith } from './seal.ts';
import { groupSchema, type Group } from './trainer-group.ts';

const secretBytes = 16;
const letters = 26;
const filePrefix = 'PLZG1.';
const codePrefix = 'PLZS1.';

/** The largest file that is opened, in characters: some thousands of visits. */
export const largestBackup = 16 * 1024 * 1024;

/** A new secret. */
export function makeBackupSecret(crypt: Pick<Cryptography, 'random'>): string {
	let number = 0n;
	for (const byte of crypt.random(secretBytes)) number = number * 256n + BigInt(byte);
	let secret = '';
	for (let index = 0; index < letters; index++) {
		secret = alphabet[Number(number % 32n)] + secret;
		number /= 32n;
	}
	return secret;
}

/** In groups of four, to write down and type again. */
export function groupSecret(secret: string): string {
	return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The text of the secret's code. */
export function writeSecretCode(secret: string): string {
	return codePrefix + secret;
}

/** The secret that was typed, or scanned from its code; undefined when it is none. */
export function readBackupSecret(text: string): string | undefined {
	const trimmed = text.trim();
	const secret = tidyTyped(
		trimmed.startsWith(codePrefix) ? trimmed.slice(codePrefix.length) : trimmed
	);
	return secret.length === letters && [...secret].every((letter) => alphabet.includes(letter))
		? secret
		: undefined;
}

/** The file of a group. */
export async function sealGroup(
	crypt: Cryptography,
	secret: string,
	group: Group
): Promise<string> {
	return filePrefix + (await sealWith(crypt, keyOf(secret), JSON.stringify(group)));
}

/** The group in a file; `other`: the file is no such copy, or not whole; `no-fit`: it is another secret's. */
export async function openGroup(
	crypt: Cryptography,
	secret: string,
	file: string
): Promise<Group | 'other' | 'no-fit'> {
	if (!isBackup(file)) return 'other';
	const text = await openWith(crypt, keyOf(secret), file.trim().slice(filePrefix.length));
	if (text === undefined) return 'no-fit';
	const read = v.safeParse(groupSchema, JSON.parse(text));
	return read.success ? read.output : 'other';
}

/** Does a text look like such a file? */
export function isBackup(file: string): boolean {
	return file.startsWith(filePrefix) && file.length <= largestBackup;
}

/** The secret has as many random bits as it says: one hash makes a key of it. */
function keyOf(secret: string): string {
	return hashText(`plaza-group ${secret}`);
}
