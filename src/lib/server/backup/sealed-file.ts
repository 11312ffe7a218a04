// The envelope of a backup: AES-256-GCM in frames, each verified before a byte of it is used (the STREAM
// construction of Hoang, Reyhanitabar, Rogaway and Vizar, 2015, as the age format uses it).
//
//   "plaza backup 1\n" | salt (16) | proof of the passphrase (16) | frames
//
// Each frame is the ciphertext of 64 KiB (the last one of what remains) and its tag. Its nonce is its number and
// whether it is the last one: a frame that is missing, moved or altered, and a file that is cut, cannot be opened.
import {
	createCipheriv,
	createDecipheriv,
	randomBytes,
	scrypt,
	timingSafeEqual
} from 'node:crypto';
import { promisify } from 'node:util';
import { InstallationProblem } from '../installation-problem.ts';

const MAGIC = Buffer.from('plaza backup 1\n');
const SALT = 16;
const PROOF = 16;
const HEADER = MAGIC.length + SALT + PROOF;
const FRAME = 64 * 1024;
const TAG = 16;
/** 128 MB and about half a second for each guess (OWASP's first choice). */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const derive = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt);

/** Seals bytes with a passphrase; needs memory for one frame, whatever the length. */
export async function* seal(
	pieces: AsyncIterable<Uint8Array>,
	passphrase: string
): AsyncGenerator<Buffer> {
	const salt = randomBytes(SALT);
	const { key, proof } = await keyFrom(passphrase, salt);
	yield Buffer.concat([MAGIC, salt, proof]);
	for await (const { number, last, bytes } of frames(pieces, FRAME)) {
		const cipher = createCipheriv('aes-256-gcm', key, nonce(number, last));
		yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
	}
}

/**
 * Opens what `seal` made. Gives bytes only after they were verified; ends without InstallationProblem only if the
 * file was whole.
 */
export async function* unseal(
	pieces: AsyncIterable<Uint8Array>,
	passphrase: string
): AsyncGenerator<Buffer> {
	const { header, rest } = await takeHeader(pieces);
	if (!header.subarray(0, MAGIC.length).equals(MAGIC)) throw notABackup(header);
	const salt = header.subarray(MAGIC.length, MAGIC.length + SALT);
	const { key, proof } = await keyFrom(passphrase, salt);
	if (!timingSafeEqual(proof, header.subarray(MAGIC.length + SALT))) {
		throw new InstallationProblem('The passphrase does not open this backup.');
	}
	for await (const { number, last, bytes } of frames(rest, FRAME + TAG)) {
		yield openFrame(key, nonce(number, last), bytes);
	}
}

function openFrame(key: Buffer, iv: Buffer, bytes: Buffer): Buffer {
	if (bytes.length < TAG) throw damaged();
	const end = bytes.length - TAG;
	const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG });
	decipher.setAuthTag(bytes.subarray(end));
	try {
		return Buffer.concat([decipher.update(bytes.subarray(0, end)), decipher.final()]);
	} catch {
		throw damaged();
	}
}

/** What is whole is never more than needed: even an empty source has one frame, its last. */
async function* frames(
	pieces: AsyncIterable<Uint8Array>,
	size: number
): AsyncGenerator<{ number: number; last: boolean; bytes: Buffer }> {
	let waiting = Buffer.alloc(0);
	let number = 0;
	for await (const piece of pieces) {
		waiting = Buffer.concat([waiting, piece]);
		let from = 0;
		for (; waiting.length - from > size; from += size) {
			yield { number: number++, last: false, bytes: waiting.subarray(from, from + size) };
		}
		waiting = waiting.subarray(from);
	}
	yield { number, last: true, bytes: waiting };
}

async function takeHeader(pieces: AsyncIterable<Uint8Array>) {
	const source = pieces[Symbol.asyncIterator]();
	let start = Buffer.alloc(0);
	while (start.length < HEADER) {
		const { done, value } = await source.next();
		if (done) throw notABackup(start);
		start = Buffer.concat([start, value]);
	}
	async function* rest(): AsyncGenerator<Uint8Array> {
		yield start.subarray(HEADER);
		yield* { [Symbol.asyncIterator]: () => source };
	}
	return { header: start.subarray(0, HEADER), rest: rest() };
}

async function keyFrom(passphrase: string, salt: Buffer) {
	const bytes = await derive(passphrase.normalize('NFC'), salt, 32 + PROOF, SCRYPT);
	return { key: bytes.subarray(0, 32), proof: bytes.subarray(32) };
}

function nonce(number: number, last: boolean): Buffer {
	const bytes = Buffer.alloc(12);
	bytes.writeUIntBE(number, 5, 6);
	bytes.writeUInt8(last ? 1 : 0, 11);
	return bytes;
}

function notABackup(start: Buffer): InstallationProblem {
	return /^plaza backup \d/.test(start.toString('latin1'))
		? new InstallationProblem('This backup was made by a newer Plaza, or it is damaged.')
		: new InstallationProblem('This file is not a backup of Plaza.');
}

function damaged(): InstallationProblem {
	return new InstallationProblem('The backup is damaged or not whole.');
}
