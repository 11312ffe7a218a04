/**
 * What of this phone's memory can still be read when Plaza cannot open it: raw, whichever Plaza wrote it last. Only reads;
 * nothing is changed, made or deleted.
 */
import type { KeptMedia, OutboxEntry, Piece } from './database.ts';
import { joinPieces } from './media.ts';

/** How long the memory may take to answer, in milliseconds. */
const longestWait = 5000;

/** A recording or photo with its bytes, as they lie there. */
type RawMedia = Pick<KeptMedia, 'id' | 'owner' | 'sha256' | 'sealed'>;

export interface RawMemory {
	entries: Pick<OutboxEntry, 'id' | 'envelope' | 'sealed'>[];
	media: RawMedia[];
	fact(key: string): unknown;
	bytesOf(media: string): Promise<Uint8Array<ArrayBuffer>>;
	close(): void;
}

/** Opens the memory to be read. @throws when it stays shut */
export async function readRawMemory(): Promise<RawMemory> {
	const db = await openRaw();
	const [entries, media, facts] = await Promise.all([
		rowsOf(db, 'outbox'),
		rowsOf(db, 'media'),
		rowsOf(db, 'facts')
	]);
	return {
		entries: entries.filter(isEntry),
		media: media.filter(isMedia),
		fact: (key) => facts.find((each) => each['key'] === key)?.['value'],
		bytesOf: async (id) => joinPieces(await piecesOf(db, id)),
		close: () => db.close()
	};
}

type Row = Record<string, unknown>;

function openRaw(): Promise<IDBDatabase> {
	return new Promise((done, failed) => {
		let isLate = false;
		const timer = setTimeout(() => {
			isLate = true;
			failed(new Error('the memory does not answer'));
		}, longestWait);
		const opening = indexedDB.open('plaza');
		// there was none: it must not be made by looking
		opening.onupgradeneeded = () => opening.transaction?.abort();
		opening.onerror = () => {
			clearTimeout(timer);
			failed(opening.error ?? new Error('the memory does not open'));
		};
		opening.onsuccess = () => {
			const db = opening.result;
			clearTimeout(timer);
			db.onversionchange = () => db.close();
			if (isLate) db.close();
			else done(db);
		};
	});
}

function asked<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((done, failed) => {
		request.onsuccess = () => done(request.result);
		request.onerror = () => failed(request.error ?? new Error('the memory does not answer'));
	});
}

async function rowsOf(db: IDBDatabase, store: string): Promise<Row[]> {
	if (!db.objectStoreNames.contains(store)) return [];
	return asked<Row[]>(db.transaction(store).objectStore(store).getAll());
}

async function piecesOf(db: IDBDatabase, media: string): Promise<Piece[]> {
	if (!db.objectStoreNames.contains('pieces')) return [];
	const store = db.transaction('pieces').objectStore('pieces');
	const range = IDBKeyRange.bound([media, 0], [media, Number.MAX_SAFE_INTEGER]);
	return asked<Piece[]>(store.getAll(range));
}

function isEntry(row: unknown): row is RawMemory['entries'][number] {
	const { id, envelope, sealed } = row as Partial<OutboxEntry>;
	return typeof id === 'string' && Boolean(envelope ?? sealed);
}

function isMedia(row: unknown): row is RawMedia {
	const { id, owner } = row as Partial<KeptMedia>;
	return typeof id === 'string' && typeof owner === 'string';
}
