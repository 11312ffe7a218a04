/** Takes over what another phone gave: sealed, to be brought to the city by the ordinary sender. */
import { concatBytes } from '@noble/hashes/utils.js';
import { CarryReader, type CarryItem, type CarryProblem } from '../../domain/carry-reader.ts';
import type { Sealed } from '../../domain/sealed.ts';
import { makeId } from '../../domain/id.ts';
import { randomBytes } from '../chance.ts';
import { device, type KeptMedia } from '../database.ts';
import { hashBytes, listMedia, piecesOf } from '../media.ts';
import { isFull } from '../room.ts';
import { cityRoot } from '../sync/city-keys.ts';

/** What became of one submission: it is here now, it was here already, or this phone has no room for it. */
export type Outcome = 'taken' | 'known' | 'no-room';

/** What a file or a text brought, by submission in its order. */
export type TakenOver = {
	letters: { id: string; outcome: Outcome }[];
	/** Recordings and photos that are here now. */
	media: number;
	/** Why not all of it, or nothing, is here. */
	problem: CarryProblem | 'no-room' | undefined;
};

/** A medium that a letter lists and this phone lacks. */
type Wanted = { owner: string; position: number; size: number };

const sliceLength = 256 * 1024;

/**
 * Takes over a carry file or text. Each letter is one transaction, each recording or photo another once it is whole and
 * has its hash; so whatever ends this half-way, what is here is whole, and the same file again brings the rest.
 */
export async function takeOver(came: Blob, now: number): Promise<TakenOver> {
	const taking = new Taking(now);
	const reader = new CarryReader(await cityRoot());
	for (let at = 0; at < came.size; at += sliceLength) {
		const bytes = await came
			.slice(at, at + sliceLength)
			.arrayBuffer()
			.catch(() => undefined);
		// a USB stick that was pulled out: it ends here
		if (!bytes) break;
		if (!(await taking.takeAll(reader.read(new Uint8Array(bytes))))) {
			return { ...taking.taken, problem: 'no-room' };
		}
		if (reader.isStopped) break;
	}
	const hasRoom = await taking.takeAll(reader.end());
	return { ...taking.taken, problem: hasRoom ? reader.problem : 'no-room' };
}

class Taking {
	readonly taken: Pick<TakenOver, 'letters' | 'media'> = { letters: [], media: 0 };
	readonly #now: number;
	readonly #wanted = new Map<string, Wanted[]>();
	#medium: { sha256: string; parts: Uint8Array[]; length: number } | undefined;

	constructor(now: number) {
		this.#now = now;
	}

	/** Takes what was read; false when this phone has no room. */
	async takeAll(items: CarryItem[]): Promise<boolean> {
		for (const item of items) {
			try {
				if ('letter' in item) await this.#takeLetter(item.letter);
				else await this.#takePiece(item.piece);
			} catch (error) {
				if (!isFull(error)) throw error;
				if ('letter' in item) this.#note(item.letter.id, 'no-room');
				return false;
			}
		}
		return true;
	}

	async #takeLetter(letter: Sealed): Promise<void> {
		const { id } = letter;
		const outcome = await keepLetter(letter, this.#now);
		this.#note(id, outcome);
		// also of a letter that came before without them
		if (!(await device.outbox.get(id))?.carried) return;
		const here = await listMedia(id);
		for (const [position, { sha256, size }] of letter.media.entries()) {
			if (here.some((kept) => kept.sha256 === sha256)) continue;
			const others = this.#wanted.get(sha256) ?? [];
			this.#wanted.set(sha256, [...others, { owner: id, position, size }]);
		}
	}

	async #takePiece({
		media: sha256,
		at,
		bytes
	}: {
		media: string;
		at: number;
		bytes: Uint8Array;
	}): Promise<void> {
		const places = this.#wanted.get(sha256) ?? [];
		const [place] = places;
		if (!place) return;
		if (at === 0) this.#medium = { sha256, parts: [], length: 0 };
		const medium = this.#medium;
		if (medium?.sha256 !== sha256 || medium.length !== at) return;
		medium.parts.push(bytes);
		medium.length += bytes.length;
		if (medium.length < place.size) return;
		this.#medium = undefined;
		const whole = new Uint8Array(concatBytes(...medium.parts));
		if (hashBytes(whole) !== sha256) return;
		for (const each of places) await keepSealed(each, sha256, whole, this.#now);
		this.taken.media++;
		this.#wanted.delete(sha256);
	}

	#note(id: string, outcome: Outcome): void {
		const { letters } = this.taken;
		if (!letters.some((each) => each.id === id)) letters.push({ id, outcome });
	}
}

/**
 * One transaction; what is here already, in whatever form, is left as it is. Only what the city refused makes way: it may
 * have been changed on its way here.
 */
async function keepLetter(sealed: Sealed, now: number): Promise<Outcome> {
	const { outbox, carried, needs, receipts } = device;
	const { id } = sealed;
	return device.transaction('rw', outbox, carried, needs, receipts, async () => {
		const before = await outbox.get(id);
		if (before?.carried && before.problem) {
			await outbox.delete(id);
			await carried.delete(id);
		}
		const there = await Promise.all([outbox, carried, needs, receipts].map((each) => each.get(id)));
		if (there.some(Boolean)) return 'known';
		await outbox.add({
			id,
			sha256: null,
			envelope: null,
			sealed,
			addedAt: now,
			failures: 0,
			carried: true
		});
		await carried.add({ id, takenAt: now });
		return 'taken';
	});
}

async function keepSealed(
	{ owner, position, size }: Wanted,
	sha256: string,
	bytes: Uint8Array<ArrayBuffer>,
	now: number
): Promise<void> {
	const id = makeId(now, randomBytes(10));
	// what it is stands in the envelope, which only the city opens
	const medium: KeptMedia = {
		id,
		owner,
		position,
		role: 'photo',
		type: 'image/jpeg',
		size,
		sha256,
		sealed: true,
		addedAt: now
	};
	const pieces = piecesOf(id, bytes);
	await device.transaction('rw', device.media, device.pieces, async () => {
		await device.media.add(medium);
		await device.pieces.bulkAdd(pieces);
	});
}
