/** What a trainer has prepared on this device, and the proof that each file of it is still here. */
import * as v from 'valibot';
import {
	preparedCache,
	preparedPath,
	preparedSchema,
	preparedUntil,
	type Prepared,
	type PreparedFile,
	type Wish
} from '../domain/trainer-ready.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { endsWithSession, isHolding } from '../domain/hold.ts';
import { revisionLetters } from '../domain/pack.ts';
import { device } from './database.ts';
import { holdVersion, readHold } from './session/hold.ts';
import { listAttendees } from './session/list.ts';
import type { Opener } from './trainer-rows.ts';

/** What was prepared here last; undefined where nothing was, or nothing can be. */
export async function readPrepared(): Promise<Prepared | undefined> {
	if (!('caches' in globalThis)) return undefined;
	const kept = await (await caches.open(preparedCache)).match(preparedPath);
	const read = v.safeParse(preparedSchema, await kept?.json());
	return read.success ? read.output : undefined;
}

/** What was prepared for the session that begins about now, so that she need not choose it once more. */
export async function preparedForNow(now = Date.now()): Promise<Wish | undefined> {
	const hold = await readHold('prepared');
	if (!hold || !isHolding(hold, now) || !endsWithSession(hold, now)) return undefined;
	return (await readPrepared())?.wish;
}

/** Remembers what was prepared, and holds its version until the session is closed. */
export async function keepPrepared(prepared: Prepared, now = Date.now()): Promise<void> {
	const { wish } = prepared;
	const cache = await caches.open(preparedCache);
	await cache.put(preparedPath, new Response(JSON.stringify(prepared)));
	const from = wish.startsAt;
	const until = preparedUntil(wish, now);
	await holdVersion('prepared', { since: now, until, ...(from !== undefined && { from }) });
}

/** The files that are not here, not whole, or of another version. Each one is opened. */
export async function findLacking({ files }: Pick<Prepared, 'files'>): Promise<PreparedFile[]> {
	const lacking: PreparedFile[] = [];
	for (const file of files) {
		const body = await bodyOf(file);
		if (!body || (await hashOfBytes(body)) !== file.hash) lacking.push(file);
	}
	return lacking;
}

/** The bytes of a file as they lie here. */
export async function bodyOf({
	cache,
	url
}: Pick<PreparedFile, 'cache' | 'url'>): Promise<ArrayBuffer | undefined> {
	if (!(await caches.has(cache))) return undefined;
	const kept = await (await caches.open(cache)).match(url);
	return kept?.ok ? kept.arrayBuffer() : undefined;
}

/** The hash by which lists name what they promise. */
export async function hashOfBytes(bytes: ArrayBuffer): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', bytes);
	return toBase64Url(new Uint8Array(digest)).slice(0, revisionLetters);
}

/** How many people are on her lists: they and their nicknames are on this device alone, so nothing has to come. */
export async function countPeople(opener: Opener): Promise<number> {
	const people = new Set<string>();
	for (const id of await device.sessions.toCollection().primaryKeys()) {
		for (const { person, member, sameAs } of await listAttendees(opener, id)) {
			if (sameAs === undefined) people.add(member ?? person);
		}
	}
	return people.size;
}
