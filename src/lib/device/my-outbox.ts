/** What waits on this phone besides the needs in a person's own list: what she said of her neighbourhood, learnt, took back, took part in, told for others, or others left here. */
import { readParkReason, type ParkReason } from '../domain/parked.ts';
import { device, type OutboxEntry } from './database.ts';
import { isMendable } from './outbox.ts';

/** What a submission is to the person who sees it waiting: hers, or sealed and of somebody who used this phone before. */
export type WaitingKind =
	'idea' | 'said' | 'learnt' | 'session' | 'together' | 'takenBack' | 'sealed' | 'carried';

export type MyOutbox = {
	/** How many submissions of all kinds have no receipt yet. */
	all: number;
	/** How many of them the sender goes on with by itself. */
	waiting: number;
	/** How many of them a lab's hub has too. */
	held: number;
	/** Those that are no need in the list, by kind. */
	others: { kind: WaitingKind; many: number }[];
	/** Those among them that need somebody; `mendable`: an idea that can be told again from its words. */
	parked: { id: string; kind: WaitingKind; reason: ParkReason; mendable: boolean }[];
};

const kinds: WaitingKind[] = [
	'idea',
	'said',
	'learnt',
	'session',
	'together',
	'takenBack',
	'sealed',
	'carried'
];

/** Where everything is that has no receipt yet. */
export async function readOutbox(): Promise<MyOutbox> {
	const entries = await device.outbox.toArray();
	const sending = entries.filter(({ problem }) => !problem);
	const others = kinds.flatMap((kind) => {
		const many = sending.filter((entry) => kindOf(entry) === kind).length;
		return many > 0 ? [{ kind, many }] : [];
	});
	const parked = entries.flatMap((entry) => {
		const { id, problem } = entry;
		const kind = kindOf(entry);
		if (!kind || !problem) return [];
		const mendable = kind === 'idea' && isMendable(entry);
		return [{ id, kind, reason: readParkReason(problem), mendable }];
	});
	const held = sending.filter(({ heldAt }) => heldAt !== undefined).length;
	return { all: entries.length, waiting: sending.length, held, others, parked };
}

/** undefined for a need, which its person sees as such. */
function kindOf({ envelope, carried, together }: OutboxEntry): WaitingKind | undefined {
	if (carried) return 'carried';
	if (together) return 'together';
	if (!envelope) return 'sealed';
	const { kind } = envelope;
	if (kind === 'need') return undefined;
	if (kind === 'idea') return kind;
	if (kind === 'withdrawal') return 'takenBack';
	if (/session|attendance|confidence|workshop/.test(kind)) return 'session';
	return /helped|support|answer|opinion|priority/.test(kind) ? 'said' : 'learnt';
}
