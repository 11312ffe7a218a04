// A database that receives submissions.
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
	syncResponseSchema,
	type SyncRequest,
	type SyncResult
} from '../../src/lib/domain/sync.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { newHome } from './invented.ts';

export const aPhoto = { sha256: 'A'.repeat(43), size: 9, type: 'image/jpeg', role: 'photo' };

export const home = newHome();
export const { keys } = home;
export const now = new Date('2026-03-01T12:00:00.000Z');
export let test: TestDatabase;

export async function send(submissions: unknown[], db = test.db): Promise<SyncResult[]> {
	const request: SyncRequest = { v: 1, submissions };
	const answer = await receive({ db, ...home }, JSON.parse(JSON.stringify(request)), now);
	v.parse(syncResponseSchema, answer);
	return answer.results;
}

export async function countOf(table: 'submissions' | 'needs' | 'conflicts' | 'progress') {
	const { n } = await test.db
		.selectFrom(table)
		.select(sql<number>`count(*)::int`.as('n'))
		.executeTakeFirstOrThrow();
	return n;
}

export function deep(levels: number): unknown {
	return JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
}

/** Before the tests of a file a database opens; each test finds it empty. */
export function openReceiving(): void {
	beforeAll(async () => {
		test = await openTestDatabase();
	});
	afterEach(() => sql`truncate submissions, conflicts cascade`.execute(test.db));
	afterAll(() => test.close());
}
