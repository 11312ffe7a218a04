/** The phone's memory: one database, strict about durability, because whatever a person tells must not be lost. */
import type { EntityTable, Table } from 'dexie';
import type { IssuedBadge } from '../domain/badge.ts';
import type { Envelope, EnvelopeOf } from '../domain/envelope.ts';
import type { Sealed } from '../domain/sealed.ts';
import type { Helped } from '../domain/helped.ts';
import type { HeldSession } from '../domain/held-session.ts';
import type { MediaRole, MediaType } from '../domain/media.ts';
import type { Topic } from '../domain/need.ts';
import type { Try } from '../domain/mastery.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { AboutYou } from '../domain/about-you.ts';
import type { Space } from '../domain/space.ts';
import type { News, SyncResult } from '../domain/sync.ts';
import { Dexie } from './dexie.ts';

/** What a person has begun to tell. */
export type NeedDraft = {
	name: 'need';
	topic?: Topic;
	words: string;
	/** null: not about a place; undefined: not chosen yet. */
	place?: string | null;
	publish: boolean;
	from?: { lesson: string; step: string };
	about?: AboutYou;
	/** The need that this one will take the place of. */
	supersedes?: { id: string; withdraw: string };
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
	/** The submission that takes it back. */
	withdrawal?: string;
	/** Of what was taken back: the secret that takes back too what it had taken the place of. */
	replaced?: string;
	/** What she said last of an answer, when, and the submission that tells the city. */
	helped?: { message: string; said: Helped; at: number; id: string; envelope?: Envelope };
};

/**
 * A badge that was asked for; `issued` once the city gave it. Name and salt never leave this phone by themselves.
 */
export type KeptBadge = {
	id: string;
	code: string;
	name: string;
	salt: string;
	envelope: EnvelopeOf<'badge'>;
	savedAt: number;
	issued?: IssuedBadge;
};

/**
 * A submission without a receipt, in the clear, sealed, or both; `sha256` is the envelope's fingerprint in each case.
 * `problem`: the city refused it, and its neighbours go on without it.
 */
export type OutboxEntry = {
	id: string;
	/** Unknown of what another phone handed over sealed. */
	sha256: string | null;
	/** null where only the sealed form is left: the phone has passed to another person, or it came from another phone. */
	envelope: Envelope | null;
	sealed?: Sealed;
	addedAt: number;
	/** Tries in a row that were about this one alone and brought no answer. */
	failures: number;
	problem?: string;
	/** Hashes of the media that are still awaited, after the words are there. */
	missing?: string[];
	/** When a hub said that it has a copy. */
	heldAt?: number;
	/** Its person has left, and will want its receipt when she opens her space again. */
	wanted?: true;
	/** Taken over from another phone, to be brought to the city. */
	carried?: true;
	/** A trainer told it for others: it is in nobody's own list, and once it has arrived nothing of it stays. */
	together?: true;
};

/**
 * A recording or photo on this phone. `owner` is 'draft' or the id of the submission that lists it; `sha256` is null
 * while a recording runs. Of what another phone handed over sealed, `role` and `type` say nothing. The bytes lie in pieces, because Safari loses big blobs and a crash must cost seconds only.
 */
export type KeptMedia = {
	id: string;
	owner: string;
	position: number;
	role: MediaRole;
	type: MediaType;
	size: number;
	sha256: string | null;
	seconds?: number;
	/** Are the pieces the sealed bytes, with their hash and size? */
	sealed?: true;
	addedAt: number;
};

export type Piece = { media: string; n: number; bytes: ArrayBuffer };

/** A submission that was taken over from another phone; `result` is the city's word, to be brought back there. */
export type Carried = { id: string; takenAt: number; result?: SyncResult; resultAt?: number };

export type DoneStep = { lesson: string; step: string; doneAt: number };

/** A try of a step, from the phone's clock; `id` is that of the progress that tells the city without a name. */
export type KeptTry = Try & { id: string; lesson: string; step: string; endedAt: number };

/** A session that this device's trainer leads; `endedAt` once she has ended it here. */
export type LedSession = HeldSession & {
	leadsSince: number;
	/** The city's, as far as it was known when the city heard of it last. */
	epoch?: string;
	endedAt?: number;
	/** She has begun to close it: after a flat battery the same page comes again. */
	closingSince?: number;
};

/** Somebody on the list of a session, sealed under the trainer's key. */
export type SealedAttendee = { id: string; session: string; sealed: string };

/**
 * Something of the trainer's own on this device, sealed under her key: somebody of her groups, a workshop... `session` is
 * empty where it belongs to none.
 */
export type TrainerRow = { id: string; kind: string; session: string; sealed: string };

export type Fact = { key: string; value: unknown };

export type Device = InstanceType<typeof Dexie> & {
	drafts: EntityTable<NeedDraft, 'name'>;
	needs: EntityTable<KeptNeed, 'id'>;
	outbox: EntityTable<OutboxEntry, 'id'>;
	receipts: EntityTable<Receipt, 'id'>;
	news: EntityTable<News, 'id'>;
	steps: Table<DoneStep, [string, string]>;
	attempts: EntityTable<KeptTry, 'id'>;
	facts: EntityTable<Fact, 'key'>;
	media: EntityTable<KeptMedia, 'id'>;
	pieces: Table<Piece, [string, number]>;
	spaces: EntityTable<Space, 'id'>;
	carried: EntityTable<Carried, 'id'>;
	badges: EntityTable<KeptBadge, 'id'>;
	sessions: EntityTable<LedSession, 'id'>;
	attendees: EntityTable<SealedAttendee, 'id'>;
	trainerRows: EntityTable<TrainerRow, 'id'>;
};

/** The one database of this page or worker; opened early (`opening.ts`), so that the tap that saves does not wait for it. */
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

device.version(2).stores({
	media: 'id, owner',
	pieces: '[media+n], media',
	spaces: 'id',
	carried: 'id'
});

device.version(3).stores({ attempts: 'id, [lesson+step]', badges: 'id' });

device.version(4).stores({ sessions: 'id', attendees: 'id, session' });

/** The version that this Plaza writes; each one that was shipped has its frozen fixture in tests/fixtures. */
export const version = 5;

device.version(version).stores({ trainerRows: 'id, [kind+session]' });

/** A newer Plaza was on this phone: what this one does not know it must not write into. */
export class NewerMemory extends Error {
	override readonly name = 'NewerMemory';
}

// heard from the first opening on, whoever asks for it
let blocked = false;
device.on('blocked', () => {
	blocked = true;
});

/** Does a page of an older Plaza hold the memory, so that it cannot open here? */
export function isBlocked(): boolean {
	return blocked;
}

// Dexie opens a newer memory too, and counts in tens
device.on(
	'ready',
	() => {
		blocked = false;
		if (device.backendDB().version >= (version + 1) * 10) throw new NewerMemory();
	},
	true
);

/** A remembered fact of this phone: keys, times, the city's epoch. */
export async function readFact<T>(key: string): Promise<T | undefined> {
	return (await device.facts.get(key))?.value as T | undefined;
}

/** Remembers a fact of this phone. */
export async function writeFact(key: string, value: unknown): Promise<void> {
	await device.facts.put({ key, value });
}
