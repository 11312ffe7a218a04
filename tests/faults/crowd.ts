/** Many people who send at the same time, and what they were told: the oracle of what a city may never lose. */
import { expect } from 'vitest';
import type { Receipt } from '../../src/lib/domain/receipt.ts';
import { aNeed } from '../integration/invented.ts';
import { ask, send, type CityOnDatabase } from './database-of-city.ts';

type Need = ReturnType<typeof aNeed>;

export interface Crowd {
	told: Need[];
	/** What the city has acknowledged, by the id of the need. */
	receipts: Map<string, Receipt>;
	statuses: Set<number>;
}

/** So many people with something to tell, in so many letters. */
export function gather(many: number, letters = 0): Crowd {
	const told = Array.from({ length: many }, (_, n) =>
		aNeed(`Petición ${n} ${'x'.repeat(letters)}`)
	);
	return { told, receipts: new Map(), statuses: new Set() };
}

/**
 * All of them send, some at once, each once. An answer that says "all is well" must have a receipt for each; any other
 * one asks to come again.
 */
export async function sendAll(
	city: CityOnDatabase,
	crowd: Crowd,
	{ lanes = 8, atOnce = 1, each = () => undefined as unknown } = {}
): Promise<void> {
	const left = crowd.told.slice();
	const lane = async () => {
		for (let some = left.splice(0, atOnce); some.length > 0; some = left.splice(0, atOnce)) {
			const answer = await send(city, some).catch(() => undefined);
			if (!answer) continue;
			crowd.statuses.add(answer.status);
			if (answer.status === 503) expect(answer.retryAfter).toMatch(/^\d+$/);
			if (answer.status === 200) expect(answer.results).toHaveLength(some.length);
			for (const { id, receipt } of answer.results) {
				expect(receipt?.id).toBe(id);
				if (receipt) crowd.receipts.set(receipt.id, receipt);
			}
			await each();
		}
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

/** What was acknowledged stands in the database, with the very receipt; before anybody sends anything again. */
export async function expectAllAcknowledged(city: CityOnDatabase, crowd: Crowd): Promise<void> {
	const query = 'select id, receipt from needs join submissions using (id)';
	const rows = await ask<{ id: string; receipt: Receipt }>(city.url, query);
	const there = new Map(rows.map(({ id, receipt }) => [id, receipt]));
	for (const [id, receipt] of crowd.receipts) expect(there.get(id)).toEqual(receipt);
}

/** Whoever has no receipt sends again, whoever has one too: each stands once, and a receipt stays as it was. */
export async function expectAllOnce(city: CityOnDatabase, crowd: Crowd): Promise<void> {
	const { results } = await send(city, crowd.told);
	expect(results).toHaveLength(crowd.told.length);
	for (const { id, result, receipt } of results) {
		const earlier = crowd.receipts.get(id ?? '');
		expect(receipt?.id).toBe(id);
		if (earlier) expect({ result, receipt }).toEqual({ result: 'duplicate', receipt: earlier });
	}
	const ids = crowd.told.map(({ id }) => `'${id}'`).join();
	const query = `select (select count(*) from needs where id in (${ids}))::int as needs,
		(select count(*) from conflicts)::int as conflicts`;
	expect(await ask(city.url, query)).toEqual([{ needs: crowd.told.length, conflicts: 0 }]);
}
