/** The phone's memory: one database, strict about durability, because whatever a person tells must not be lost. */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type { Envelope, EnvelopeOf } from '../domain/envelope.ts';
import type { Topic } from '../domain/need.ts';
import type { Attempt } from '../domain/practice.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { News } from '../domain/sync.ts';

/** What a person has begun to tell. */
export type NeedDraft = {
	name: 'need';
	topic?: Topic;
	words: string;
	/** null: not about a place; undefined: not chosen yet. */
	place?: string | null;
	publish: boolean;
	from?: { lesson: string; step: string };
	changedAt: number;
};

/** A need as it was told; `withdrawnAt` when the person took it back (its words go when the city knows). */
export type KeptNeed = {
	id: string;
	code: string;
	sha256: string;
	envelope: EnvelopeOf<'need'> | null;
	savedAt: number;
	withdrawnAt?: number;
};

/** A submission without a receipt. `problem`: the city refused it, and its neighbours go on without it. */
export type OutboxEntry = {
	id: string;
	sha256: string;
	envelope: Envelope;
	addedAt: number;
	failures: number;
	problem?: string;
};

export type DoneStep = { lesson: string; step: string; doneAt: number; attempt?: Attempt };
export type Fact = { key: string; value: unknown };

export type Device = Dexie & {
	drafts: EntityTable<NeedDraft, 'name'>;
	needs: EntityTable<KeptNeed, 'id'>;
	outbox: EntityTable<OutboxEntry, 'id'>;
	receipts: EntityTable<Receipt, 'id'>;
	news: EntityTable<News, 'id'>;
	steps: Table<DoneStep, [string, string]>;
	facts: EntityTable<Fact, 'key'>;
};

/** How long the memory may take to open before we say so. */
const longestOpening = 5000;

/** The one database of this page or worker; opened early, so that the tap that saves does not wait for it. */
export const device = new Dexie('plaza', { chromeTransactionDurability: 'strict' }) as Device;

device.version(1).stores({
	drafts: 'name',
	needs: 'id, savedAt',
	outbox: 'id, addedAt',
	receipts: 'id',
	news: 'id',
	steps: '[lesson+step], lesson',
	facts: 'key'
});

/**
 * Opens the memory.
 * @throws when it does not open within five seconds: private mode, a broken disk, a newer Plaza's database
 */
export async function openDevice(): Promise<void> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const tooLong = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('the memory does not open')), longestOpening);
	});
	try {
		await Promise.race([device.open(), tooLong]);
	} finally {
		clearTimeout(timer);
	}
}

/** A remembered fact of this phone: keys, times, the city's epoch. */
export async function readFact<T>(key: string): Promise<T | undefined> {
	return (await device.facts.get(key))?.value as T | undefined;
}

/** Remembers a fact of this phone. */
export async function writeFact(key: string, value: unknown): Promise<void> {
	await device.facts.put({ key, value });
}
