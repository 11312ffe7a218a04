/**
 * The city's answer, spoken: a file beside its words. Only whoever has the key from the news of her own need gets it, in clear
 * or, where others than the city bring it to her, sealed.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { Bytes } from '../domain/cryptography.ts';
import { idSchema } from '../domain/id.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import { sealMedia } from '../domain/seal.ts';
import { cryptography } from './cryptography.ts';
import type { Database } from './database.ts';
import type { Recording } from './form-media.ts';
import { hasRoom, keepFile, nameOf, pathOf } from './media/files.ts';
import { inTurn } from './media/in-turn.ts';
import { readMessages } from './thread-messages.ts';

/** A file that an answer is spoken in, as a row notes it. */
export interface VoiceFile {
	/** The name of the whole file. */
	file: string;
	type: string;
	size: number;
}

/** The columns of a message without a voice: what an erasure leaves. */
export const noVoice = { voice_file: null, voice_type: null, voice_size: null, voice_key: null };

/** The columns of a message with this voice, under a key of its own. */
export function voiceColumns({ file, type, size }: VoiceFile) {
	const key = randomBytes(32).toString('base64url');
	return { voice_file: file, voice_type: type, voice_size: size, voice_key: key };
}

/**
 * Keeps a recording and has `write` note it, in one turn with whoever sweeps. Undefined where the disk has no room; then
 * nothing is written.
 */
export async function withVoice<T>(
	dataFolder: string,
	{ bytes, type }: Recording,
	write: (voice: VoiceFile) => Promise<T>
): Promise<T | undefined> {
	if (!(await hasRoom(dataFolder, bytes.length))) return undefined;
	return inTurn(`file ${nameOf(bytes)}`, async () => {
		const file = await keepFile(dataFolder, bytes);
		return write({ file, type, size: bytes.length });
	});
}

/** The voice of a message as a file to be served; undefined where there is none, or `key` is not its key. */
export async function findVoice(db: Database, message: string, key: string) {
	const found = await voiceOf(db, message);
	return found && isSame(found.key, key) ? found : undefined;
}

/**
 * The voice of a message, sealed under its key: for whoever names the key's hash. The bytes are the same each time.
 * Undefined where there is none, or the hash is not its key's.
 */
export async function sealedVoice(
	db: Database,
	dataFolder: string,
	message: string,
	hash: string
): Promise<Bytes | undefined> {
	const found = await voiceOf(db, message);
	if (!found || !isSame(hashSecret(found.key), hash)) return undefined;
	const bytes = await readFile(pathOf(dataFolder, found.sha256)).catch(() => undefined);
	return bytes && sealMedia(cryptography, found.key, 0, new Uint8Array(bytes));
}

/** The voice of a message that this need reads, for staff; undefined where it reads none such. */
export async function findVoiceOfNeed(db: Database, need: string, message: string) {
	if (!v.is(idSchema, need)) return undefined;
	const read = (await readMessages(db, [need])).get(need) ?? [];
	return read.some(({ id }) => id === message) ? voiceOf(db, message) : undefined;
}

async function voiceOf(db: Database, message: string) {
	if (!v.is(idSchema, message)) return undefined;
	const found = await db
		.selectFrom('need_messages')
		.innerJoin('needs', 'needs.id', 'need_messages.need')
		.select((row) => [
			row.ref('voice_file').$notNull().as('sha256'),
			row.ref('voice_type').$notNull().as('type'),
			row.ref('voice_key').$notNull().as('key'),
			'number'
		])
		.where('need_messages.id', '=', message)
		.where('voice_file', 'is not', null)
		.executeTakeFirst();
	return found && { ...found, name: `need-${found.number}-answer` };
}

function isSame(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
