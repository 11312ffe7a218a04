/**
 * How much of what a crowd says is taken at once: supports, opinions, choices of what comes first, answers to surveys, and
 * ideas, which people of the staff have to read. What is over a limit is not refused: its phone keeps it and sends it again.
 * Held in memory alone, networks as hashes; needs and all else have no limit here.
 */
import type { Envelope, Kind } from '../domain/envelope.ts';
import { networkOf } from './sign-in-limits.ts';

const minute = 60_000;
/** So many networks and labs are remembered at once. */
const mostRemembered = 20_000;

/** Counts what came from each within a span of time, in milliseconds. */
class Span {
	readonly #counts = new Map<string, { began: number; count: number }>();
	readonly #most: number;
	readonly #length: number;

	constructor(most: number, length: number) {
		this.#most = most;
		this.#length = length;
	}

	/** Is there room for one more of this now? It is then counted. */
	take(key: string, now: number): boolean {
		const known = this.#counts.get(key);
		const age = known ? now - known.began : this.#length;
		const span = known && age >= 0 && age < this.#length ? known : { began: now, count: 0 };
		if (span.count >= this.#most) return false;
		span.count++;
		if (!known && this.#counts.size >= mostRemembered) this.#counts.clear();
		this.#counts.set(key, span);
		return true;
	}
}

/** What is only counted, and read by nobody one by one. */
const counted: readonly Kind[] = ['support', 'opinion', 'priority', 'answer'];

/** Forty phones of a lab have room behind its one address, each with fifty words a minute and three ideas in ten. */
const limits = {
	network: { counted: new Span(2000, minute), ideas: new Span(120, 10 * minute) },
	lab: { counted: new Span(10_000, minute), ideas: new Span(240, 10 * minute) }
};

/** Whence a submission comes: over a network, or brought by the hub of a lab. */
export interface Whence {
	/** The address of whoever asks; null where something of this server does. */
	address: string | null;
	via: string | null;
}

/** Is there room for this one now? What is over a limit counts for none. */
export function hasRoom(
	{ kind, lab }: Pick<Envelope, 'kind' | 'lab'>,
	{ address, via }: Whence,
	now: Date
): boolean {
	const isIdea = kind === 'idea';
	if (!isIdea && !counted.includes(kind)) return true;
	const name = isIdea ? 'ideas' : 'counted';
	const at = now.getTime();
	if (via !== null && !limits.lab[name].take(`hub ${via}`, at)) return false;
	// a hub's address is that of its lab, which is counted
	if (via === null && address !== null && !limits.network[name].take(networkOf(address), at)) {
		return false;
	}
	const isHere = via !== null || address !== null;
	return !isHere || lab === undefined || limits.lab[name].take(`lab ${lab}`, at);
}
