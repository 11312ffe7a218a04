/** Brings the recordings and photos that the city waits for, in pieces that go on where the line broke. */
import type { Bytes, Cryptography } from '../../domain/cryptography.ts';
import type { OutboxEntry } from '../database.ts';
import { bytesOf, hashBytes, listMedia } from '../media.ts';
import { sealedBytes } from '../sealing.ts';
import { countFailure, park } from '../outbox.ts';
import { askOffset, fetchKeys, sendPiece } from './exchange.ts';
import type { NoAnswer, Round } from './round.ts';

/**
 * How bringing the media of one need ended: all there; some are on the phone from which it was carried; the city does not
 * know the need; it has to be parked; or no answer came.
 */
type Brought =
	{ there: true } | { elsewhere: true } | { unknown: true } | { problem: string } | NoAnswer;

const firstPiece = 64 * 1024;
const largestPiece = 512 * 1024;
const smallestPiece = 16 * 1024;
/** A piece that took less time than this may be followed by a larger one. */
const quick = 4_000;
/** Pieces in a row without an answer after which it is left for the next time. */
const mostFailures = 3;
/** The bytes that left were right; a line that changes them this often needs the person. */
const mostChanged = 3;

/**
 * Brings what these needs lack, one after the other. Gives the ids of those that are whole at the other side now, and
 * whether the city stopped answering.
 */
export async function bringAllMedia(
	round: Round,
	entries: OutboxEntry[]
): Promise<{ whole: Set<string>; broken: NoAnswer | undefined }> {
	const whole = new Set<string>();
	for (const entry of entries) {
		const brought = await bringMedia(round.crypt, entry);
		if ('there' in brought) whole.add(entry.id);
		else if ('problem' in brought) await park(entry.id, brought.problem);
		else if (!('elsewhere' in brought)) {
			round.stuck = true;
			const isGone = 'noAnswer' in brought && (await fetchKeys()) === undefined;
			if (isGone) return { whole, broken: brought };
			if ('noAnswer' in brought) await countFailure(entry.id);
		}
	}
	return { whole, broken: undefined };
}

/** Brings everything that an entry lacks. */
async function bringMedia(crypt: Cryptography, entry: OutboxEntry): Promise<Brought> {
	let all: Brought = { there: true };
	for (const sha256 of entry.missing ?? []) {
		const bytes = await findBytes(crypt, entry, sha256);
		if (!bytes) {
			if (!entry.carried) return { problem: 'media-damaged' };
			all = { elsewhere: true };
			continue;
		}
		const brought = await bring(sha256, bytes);
		if (!('there' in brought)) return brought;
	}
	return all;
}

/** The bytes of this hash, read and checked now: what changed on the phone is never sent as good. */
async function findBytes(
	crypt: Cryptography,
	{ id, envelope, sealed }: OutboxEntry,
	sha256: string
): Promise<Bytes | undefined> {
	const kept = (await listMedia(id)).find((each) => each.sha256 === sha256);
	const position = sealed?.media.findIndex((item) => item.sha256 === sha256) ?? -1;
	const bytes = kept
		? await bytesOf(kept.id)
		: envelope && position >= 0
			? await sealedBytes(crypt, envelope, position)
			: undefined;
	return bytes && hashBytes(bytes) === sha256 ? bytes : undefined;
}

async function bring(sha256: string, bytes: Bytes): Promise<Brought> {
	let offset: number | undefined;
	let length = firstPiece;
	let failures = 0;
	let changed = 0;
	for (;;) {
		const began = Date.now();
		const piece = offset === undefined ? undefined : bytes.slice(offset, offset + length);
		const answer = await (piece && offset !== undefined
			? sendPiece(sha256, offset, piece)
			: askOffset(sha256));
		if ('offset' in answer) {
			const forward = offset !== undefined && answer.offset > offset;
			if (piece && answer.offset === bytes.length) return { there: true };
			// a city that never comes forward is none
			if (piece && !forward && ++failures >= mostFailures) return { noAnswer: true };
			if (forward) {
				failures = 0;
				if (Date.now() - began < quick) length = Math.min(largestPiece, length * 2);
			}
			offset = Math.min(answer.offset, bytes.length);
		} else if ('refused' in answer) {
			if (answer.refused === 'not-found') return { unknown: true };
			if (answer.refused !== 'hash' || ++changed >= mostChanged)
				return { problem: 'media-refused' };
			offset = 0;
		} else {
			if (++failures >= mostFailures) return answer;
			length = Math.max(smallestPiece, length / 4);
			offset = undefined;
		}
	}
}
