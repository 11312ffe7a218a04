/** Brings the recordings and photos that the city waits for, in pieces that go on where the line broke. */
import { bringBytes, type Brought } from '../../domain/bring-bytes.ts';
import type { Bytes, Cryptography } from '../../domain/cryptography.ts';
import { readParkReason } from '../../domain/parked.ts';
import type { OutboxEntry } from '../database.ts';
import { bytesOf, hashBytes, listMedia } from '../media.ts';
import { sealedBytes } from '../sealing.ts';
import { park } from '../outbox.ts';
import { askOffset, fetchKeys, sendPiece } from './exchange.ts';
import { stillSending } from './only-sender.ts';
import { asksForTime, type NoAnswer, type Round } from './round.ts';

/** How it ended; `elsewhere`: some of it is on the phone from which the need was carried. */
type BroughtAll = Brought | { elsewhere: true };

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
		const brought = await bringMedia(round, entry);
		if ('there' in brought) whole.add(entry.id);
		else if ('problem' in brought) await park(entry.id, readParkReason(`media-${brought.problem}`));
		else if (!('elsewhere' in brought)) {
			round.stuck = true;
			if (!('noAnswer' in brought)) continue;
			const isGone = asksForTime(round, brought) || (await fetchKeys()) === undefined;
			if (isGone) return { whole, broken: brought };
		}
	}
	return { whole, broken: undefined };
}

/** Brings everything that an entry lacks; what is damaged comes last, so that it holds back nothing that is whole. */
async function bringMedia(round: Round, entry: OutboxEntry): Promise<BroughtAll> {
	let all: BroughtAll = { there: true };
	for (const sha256 of entry.missing ?? []) {
		const bytes = await findBytes(round.crypt, entry, sha256);
		if (!bytes) {
			all = entry.carried ? { elsewhere: true } : { problem: 'damaged' };
			continue;
		}
		const other = {
			ask: () => askOffset(sha256),
			send: async (offset: number, piece: Bytes) => {
				await stillSending();
				const answer = await sendPiece(sha256, offset, piece);
				if ('offset' in answer && answer.offset > offset) round.moved = true;
				return answer;
			},
			now: Date.now
		};
		const brought = await bringBytes(other, bytes);
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
