/** Of an erased need goes what staff wrote beside it and who looked after it; what they wrote beside others stays. */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { boundTables } from '../../src/lib/server/bound-tables.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { city, openErasing, tellNeed } from './erasing.ts';
import { aWithdrawal, newId } from './invented.ts';

openErasing();

const changed = Object.entries(boundTables).filter(
	([, { erase }]) => erase !== 'stays' && erase !== 'own'
);
const words = 'Hortensia says so';
const now = new Date();

/** Everything that staff may leave beside a need. */
async function workOn(need: string): Promise<void> {
	const { db } = city;
	const { id: staff } = await db.selectFrom('staff').select('id').executeTakeFirstOrThrow();
	const bulk = newId();
	const work = {
		...{ label: words, promised_on: '2026-03-01', department: 'streets', assignee: staff },
		...{ has_voice: true, helped: 'bit' as const }
	};
	await db.updateTable('needs').set(work).where('id', '=', need).execute();
	const row = { id: newId(), need, at: now, staff };
	await db
		.insertInto('need_notes')
		.values({ ...row, words })
		.execute();
	const pass = { from_department: null, to_department: 'streets', why: words };
	await db
		.insertInto('need_passes')
		.values({ ...row, ...pass })
		.execute();
	await sql`insert into bulk_actions (id, at, staff, act)
		values (${bulk}, ${now}, ${staff}, 'department')`.execute(db);
	await sql`insert into bulk_needs values (${bulk}, ${need}, '{}', ${now})`.execute(db);
	await sql`insert into public_replies (id, said_at, changed_at, texts, need)
		values (${newId()}, ${now}, ${now}, '{}', ${need})`.execute(db);
}

/** What is there of a need in each table in which an erasure changes something. */
async function beside(need: string) {
	const found = changed.map(async ([name, { column, erase }]) => {
		const kept = typeof erase === 'string' ? ['at'] : Object.keys(erase);
		const { rows } = await sql<Record<string, unknown>>`
			select * from ${sql.table(name)} where ${sql.ref(column)} = ${need}`.execute(city.db);
		return [name, rows.map((row) => Object.fromEntries(kept.map((each) => [each, row[each]])))];
	});
	return Object.fromEntries(await Promise.all(found)) as Record<string, object[]>;
}

it('in every table that holds something of it', async () => {
	const [hers, other] = [await tellNeed(), await tellNeed()];
	for (const { need } of [hers, other]) await workOn(need.id);
	const others = await beside(other.need.id);
	expect(Object.keys(others).sort()).toEqual(
		['bulk_needs', 'need_notes', 'need_passes', 'needs', 'public_replies'].sort()
	);
	await hers.send([aWithdrawal(hers.secrets)]);
	await cleaningEnded();
	expect(await beside(hers.need.id)).toEqual({
		...{ bulk_needs: [], need_notes: [], public_replies: [], need_passes: [{ why: '' }] },
		needs: [
			{
				...{ label: null, promised_on: null, department: null, assignee: null, helped: null },
				...{ has_voice: false, has_photo: false }
			}
		]
	});
	expect(await beside(other.need.id)).toEqual(others);
});
