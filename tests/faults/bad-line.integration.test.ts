import { sql } from 'kysely';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { syncResponseSchema, type SyncResult } from '../../src/lib/domain/sync.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';
import { aNeed } from '../integration/invented.ts';
import { openChaosProxy, type ChaosProxy, type Fault } from './chaos-proxy.ts';

let test: TestDatabase;
let door: Door;
let line: ChaosProxy;

beforeAll(async () => {
	test = await openTestDatabase();
	door = await openDoor(test.url);
	line = await openChaosProxy(door.url);
});
afterEach(() => sql`truncate submissions cascade`.execute(test.db));
afterAll(async () => {
	line.close();
	await door.close();
	await test.close();
});

/** One try, as a phone makes it: results, or undefined when there was no answer of a city. */
async function trySend(submissions: unknown[]): Promise<SyncResult[] | undefined> {
	try {
		const response = await fetch(`${line.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions })
		});
		return v.parse(syncResponseSchema, await response.json()).results;
	} catch {
		return undefined;
	}
}

async function rows(): Promise<number> {
	return (await test.db.selectFrom('needs').select('id').execute()).length;
}

const lines: [Fault, arrived: boolean, rowsAfterFirst: number][] = [
	['cut-after-answer', false, 1],
	['cut-within-answer', false, 1],
	['cut-within-request', false, 0],
	['captive-portal', false, 0],
	['twice', true, 1],
	['twenty-times', true, 1]
];

it.each(lines)(
	'%s: one try more, and there is one row and one receipt',
	async (fault, arrived, n) => {
		const need = aNeed('Una rampa en la biblioteca');
		line.plan(fault);
		const first = await trySend([need]);
		expect(first !== undefined).toBe(arrived);
		expect(await rows()).toBe(n);
		const [second] = (await trySend([need])) ?? [];
		expect(second?.result).toBe(n === 1 ? 'duplicate' : 'accepted');
		expect(second?.receipt).toMatchObject({ id: need.id, sha256: fingerprint(need) });
		if (first) expect(second?.receipt).toEqual(first[0]?.receipt);
		expect(await rows()).toBe(1);
	}
);

it('a bad hour: everything that was told arrives once, whatever the line does', async () => {
	const faults: Fault[] = lines.map(([fault]) => fault);
	const outbox = new Map(
		Array.from({ length: 30 }, (_, n) => aNeed(`Cosa ${n}`)).map((need) => [need.id, need])
	);
	const told = outbox.size;
	for (let cycle = 0; outbox.size > 0; cycle++) {
		expect(cycle).toBeLessThan(60);
		line.plan(faults[cycle % faults.length] ?? 'none');
		const batch = [...outbox.values()].slice(0, 4);
		for (const { id, receipt } of (await trySend(batch)) ?? []) {
			if (id !== null && receipt) outbox.delete(id);
		}
	}
	expect(await rows()).toBe(told);
});
