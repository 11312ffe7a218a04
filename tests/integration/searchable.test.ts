/** A need is found by its words soon after it came; words that are taken back meanwhile are not written again. */
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { readFilter } from '../../src/lib/domain/inbox-filter.ts';
import { readInbox } from '../../src/lib/server/inbox.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { searchCondition } from '../../src/lib/server/search-text.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { cityWithDoor } from './city-with-door.ts';
import { deadRows } from './dead-rows.ts';
import { aNeed, aWithdrawal, newHome, newSecrets } from './invented.ts';

const city = cityWithDoor();
const home = newHome();

afterEach(async () => {
	await cleaningEnded();
	await sql`truncate submissions, withdrawn cascade`.execute(city.db);
});

/** As another server of the city takes it that dies after the answer. */
const tellElsewhere = (...submissions: unknown[]) =>
	receive({ db: city.db, ...home }, { v: 1, submissions }, new Date());

async function find(query: string): Promise<string[]> {
	const found = city.db.selectFrom('needs').select('words').where(searchCondition(query));
	return (await found.execute()).map(({ words }) => words);
}

const search = async (q: string) => {
	const filter = readFilter(new URLSearchParams({ q }));
	const { rows } = await readInbox(city.db, { filter, self: 'nobody', now: new Date() });
	return rows.map(({ words }) => words);
};

it('a need that came through the door is found by other forms of its words, and misspelt', async () => {
	const words = 'Faltan autobuses nocturnos';
	const response = await fetch(`${city.door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions: [aNeed(words)] })
	});
	expect(response.status).toBe(200);
	await expect.poll(() => find('autobús nocturno'), { timeout: 20_000 }).toEqual([words]);
	expect(await find('atobuses')).toEqual([words]);
});

it('staff who search at once find what came just before', async () => {
	await tellElsewhere(aNeed('Una rampa en la biblioteca'));
	expect(await search('rampas')).toEqual(['Una rampa en la biblioteca']);
});

it('more needs than are written at once are all found after some rounds', async () => {
	for (let n = 0; n < 3; n++) {
		await tellElsewhere(...Array.from({ length: 400 }, (_, at) => aNeed(`Banco ${n} ${at}`)));
	}
	const rounds = [];
	for (let written = 1; written > 0; rounds.push(written)) written = await makeSearchable(city.db);
	expect(rounds).toEqual([1000, 200, 0]);
	expect(await find('bancos')).toHaveLength(1200);
});

it('staff who search while another server writes wait for it, and find the same', async () => {
	await tellElsewhere(...Array.from({ length: 50 }, () => aNeed('Luz en mi calle')));
	const found = await Promise.all(Array.from({ length: 5 }, () => search('calles')));
	expect(found.map((words) => words.length)).toEqual([50, 50, 50, 50, 50]);
});

it('words that are taken back while they are read for searching are not written', async () => {
	const secrets = newSecrets();
	await tellElsewhere(aNeed('Mi vecina Hortensia', { secrets }));
	const erasing = await city.db.startTransaction().execute();
	await erasing
		.updateTable('needs')
		.set({ words: '', plain: '', search: sql`''::tsvector`, state: 'withdrawn' })
		.execute();
	const writing = makeSearchable(city.db);
	await waitsForLocks(1);
	await erasing.commit().execute();
	expect(await writing).toBe(0);
	expect(await find('Hortensia')).toEqual([]);
	expect(await city.db.selectFrom('needs').select(['plain', 'search']).execute()).toEqual([
		{ plain: '', search: '' }
	]);
});

it('words that are taken back as soon as they came are not found', async () => {
	for (let n = 0; n < 10; n++) {
		const secrets = newSecrets();
		await tellElsewhere(aNeed('Mi vecina Hortensia', { secrets }));
		await Promise.all([makeSearchable(city.db), tellElsewhere(aWithdrawal(secrets))]);
	}
	await makeSearchable(city.db);
	expect(await find('Hortensia')).toEqual([]);
});

it('words that are taken back while others are read for searching leave no dead row', async () => {
	const other = aNeed('Una rampa en la biblioteca');
	const secrets = newSecrets();
	await tellElsewhere(other);
	await tellElsewhere(aNeed('Mi vecina Hortensia', { secrets }));
	const holding = await city.db.startTransaction().execute();
	await holding.selectFrom('needs').select('id').where('id', '=', other.id).forUpdate().execute();
	const writing = makeSearchable(city.db);
	await waitsForLocks(1);
	await tellElsewhere(aWithdrawal(secrets));
	// a vacuum now would leave what the writer may still see
	await waitsForLocks(2);
	await holding.commit().execute();
	await writing;
	await cleaningEnded();
	expect(await deadRows(city.db)).toBe(0);
});

/** So many wait in this database for what others hold. */
async function waitsForLocks(count: number): Promise<void> {
	const waiting = sql<{ count: number }>`
		select count(*)::int as count from pg_stat_activity
		where datname = current_database() and wait_event_type = 'Lock'`;
	await expect
		.poll(async () => (await waiting.execute(city.db)).rows[0]?.count, { timeout: 20_000 })
		.toBe(count);
}
