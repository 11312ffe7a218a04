/** Many needs in one request, as a hub brings them: written beside each other, and each is answered as if it came alone. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { countOf, now, openReceiving, send, test } from './receiving.ts';

openReceiving();

const many = (count = 120) => Array.from({ length: count }, (_, n) => aNeed(`Banco roto ${n}`));
const resultsOf = (results: Awaited<ReturnType<typeof send>>) => results.map((one) => one.result);

/** The database does this to a need with these words, until the test has done its work. */
async function wherePoisoned<T>(words: string, sqlstate: string, work: () => Promise<T>) {
	await sql`
		create function poison() returns trigger language plpgsql as $$ begin
			if new.words = ${sql.lit(words)} then raise exception 'poison' using errcode = ${sql.lit(sqlstate)}; end if;
			return new;
		end $$`.execute(test.db);
	await sql`create trigger poison before insert on needs for each row execute function poison()`.execute(
		test.db
	);
	try {
		return await work();
	} finally {
		await sql`drop function poison cascade`.execute(test.db);
	}
}

it('answers each in its place, with a receipt for its own words', async () => {
	const needs = many(500).reverse();
	const results = await send(needs);
	expect(resultsOf(results)).toEqual(needs.map(() => 'accepted'));
	expect(results.map(({ receipt }) => receipt?.sha256)).toEqual(needs.map(fingerprint));
	expect(results.map(({ id }) => id)).toEqual(needs.map(({ id }) => id));
	const rows = await test.db
		.selectFrom('submissions')
		.innerJoin('needs', 'needs.id', 'submissions.id')
		.select(['submissions.id', 'envelope', 'words', 'needs.received_at', 'changed_at', 'due_at'])
		.execute();
	const kept = new Map(rows.map((row) => [row.id, row]));
	const due = new Date(now.getTime() + 30 * 24 * 60 * 60 * 1000);
	for (const need of needs) {
		const { words } = need.body;
		const times = { received_at: now, changed_at: now, due_at: due };
		expect(kept.get(need.id)).toEqual({ id: need.id, envelope: need, words, ...times });
	}
	const again = await send(needs.toReversed());
	const duplicates = results.toReversed().map((one) => ({ ...one, result: 'duplicate' }));
	expect(again).toEqual(duplicates);
});

it.each([3, 117])('of which the database refuses number %i takes all others', async (at) => {
	const needs = many();
	const ill = needs[at]?.body.words ?? '';
	const results = await wherePoisoned(ill, '23514', () => send(needs));
	const expected = needs.map((_, n) => (n === at ? 'rejected' : 'accepted'));
	expect(resultsOf(results)).toEqual(expected);
	expect(await countOf('needs')).toBe(119);
});

it.each([3, 117])('says nothing while the disk has no room for number %i', async (at) => {
	const needs = many();
	const ill = needs[at]?.body.words ?? '';
	await expect(wherePoisoned(ill, '53100', () => send(needs))).rejects.toThrow('poison');
	// what was not answered is not half there: each is whole or not at all
	expect(await countOf('submissions')).toBe(await countOf('needs'));
	const again = await send(needs);
	expect(again.map(({ receipt }) => receipt?.sha256)).toEqual(needs.map(fingerprint));
	expect(await countOf('needs')).toBe(120);
});

it('has nothing under way any more when it says that it could not', async () => {
	const needs = many();
	await wherePoisoned(needs[3]?.body.words ?? '', '53100', async () => {
		// what does not fail takes longer than what fails
		await sql`
			create function linger() returns trigger language plpgsql as
			$$ begin perform pg_sleep(0.005); return new; end $$`.execute(test.db);
		await sql`create trigger linger before insert on submissions for each row when (new.id > ${sql.lit(needs[70]?.id)})
			execute function linger()`.execute(test.db);
		await expect(send(needs)).rejects.toThrow('poison');
		// at once: taking the triggers away would wait for what is under way
		expect(await countOf('needs')).toBe(60);
	});
	await sql`drop function linger cascade`.execute(test.db);
});

it('with one twice, and once with other words, keeps what came first', async () => {
	const needs = many();
	const [first] = needs;
	const other = aNeed('Otra cosa', { id: first?.id ?? '' });
	const results = await send([...needs, other, first]);
	expect(resultsOf(results)).toEqual([...needs.map(() => 'accepted'), 'conflict', 'duplicate']);
	const { words } = await test.db
		.selectFrom('needs')
		.select('words')
		.where('id', '=', first?.id ?? '')
		.executeTakeFirstOrThrow();
	expect(words).toBe(first?.body.words);
});

it.each(['withdrawn', 'replaced'])('never writes words that are %s at its end', async (how) => {
	const secrets = newSecrets();
	const taken = aNeed('Nunca escrito', { secrets });
	const better = aNeed('Mejor dicho', {
		supersedes: { id: taken.id, withdraw: secrets.withdraw }
	});
	const last = how === 'withdrawn' ? aWithdrawal(secrets) : better;
	const needs = [taken, ...many(), last];
	const results = await send(needs);
	expect(resultsOf(results)).toEqual(['deleted', ...needs.slice(1).map(() => 'accepted')]);
	const row = await sql`select 1 from needs where words = 'Nunca escrito'`.execute(test.db);
	expect(row.rows).toEqual([]);
});

it('never brings two such requests to a standstill that hold the same in opposite orders', async () => {
	const needs = many(200);
	const all = await Promise.all([send(needs), send(needs.toReversed()), send(needs)]);
	expect(all.flat().filter(({ result }) => result === 'accepted')).toHaveLength(200);
	expect(all.flat().filter(({ result }) => result === 'duplicate')).toHaveLength(400);
	const receipts = all.flat().map(({ receipt }) => receipt?.signature);
	expect(new Set(receipts).size).toBe(200);
});
