/**
 * Bringing a recording or photo over a weak line: in pieces that grow while they are quick, and go on where the line
 * broke. A phone brings so to the city or to a hub, a hub to the city.
 */

/** How a piece was taken: how many bytes are there now, or the code of the problem with it. */
export type PieceAnswer =
	{ offset: number } | { refused: string } | { noAnswer: true; retryAfter?: number };

/** How it ended: all of it is there; no submission there lists it; it can never be taken; or no answer came. */
export type Brought =
	| { there: true }
	| { unknown: true }
	| { problem: string }
	| { noAnswer: true; retryAfter?: number };

/** The other side, and the clock. */
export interface OtherSide {
	/** How many bytes are there? */
	ask(): Promise<PieceAnswer>;
	/** Sends the piece that begins at `offset`. */
	send(offset: number, piece: Uint8Array<ArrayBuffer>): Promise<PieceAnswer>;
	/** Milliseconds. */
	now(): number;
}

const firstPiece = 64 * 1024;
const largestPiece = 512 * 1024;
const smallestPiece = 16 * 1024;
/** After a piece that took less time, in milliseconds, comes a larger one. */
const quick = 4_000;
/** Answers in a row that brought nothing forward, after which it is left for the next time. */
const mostFailures = 3;
/** The bytes that left were right; a line that changes them this often has to be told of. */
const mostChanged = 3;

/** Brings bytes that were checked to be those that the submission lists. */
export async function bringBytes(
	other: OtherSide,
	bytes: Uint8Array<ArrayBuffer>
): Promise<Brought> {
	let offset: number | undefined;
	let length = firstPiece;
	let longest = largestPiece;
	let failures = 0;
	let changed = 0;
	for (;;) {
		const began = other.now();
		const answer: PieceAnswer =
			offset === undefined
				? await other.ask()
				: await other.send(offset, bytes.slice(offset, offset + length));
		if ('offset' in answer) {
			const sent = offset !== undefined;
			if (sent && answer.offset === bytes.length) return { there: true };
			if (sent && answer.offset <= (offset ?? 0)) {
				if (++failures >= mostFailures) return { noAnswer: true };
			} else if (sent) {
				failures = 0;
				if (other.now() - began < quick) length = Math.min(longest, length * 2);
			}
			offset = Math.min(answer.offset, bytes.length);
		} else if ('refused' in answer) {
			if (answer.refused === 'not-found') return { unknown: true };
			// somebody on the way may take less at once than the city does
			if (answer.refused === 'too-large' && length > smallestPiece) {
				longest = length = Math.max(smallestPiece, Math.floor(length / 4));
				continue;
			}
			if (answer.refused !== 'hash' || ++changed >= mostChanged) return { problem: answer.refused };
			offset = 0;
		} else {
			if (answer.retryAfter !== undefined || ++failures >= mostFailures) return answer;
			length = Math.max(smallestPiece, Math.floor(length / 4));
			offset = undefined;
		}
	}
}
