/** The counts of who is heard are kept up by themselves, and once. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { countHeard, heardCounted, keepHeard } from '../../src/lib/server/heard-count.ts';
import { database, everyCount, needs, openHeard, send } from './heard-city.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';

openHeard();

test('What is kept up is what a first count finds, whatever happened meanwhile', async () => {
	const secrets = newSecrets();
	const said = [
		...needs(7, { body: { topic: 'connection', place: 'norte' } }),
		...needs(6, { lang: 'ar', body: { topic: 'device', place: 'vell' } }),
		...needs(5, { lang: 'fr', body: { topic: 'safety', place: null } }),
		...needs(5, { lang: 'it', body: { topic: 'access', place: 'port' } }),
		aNeed('No hay wifi', { secrets })
	];
	await send(...said);
	await countHeard(database.db, new Date());
	for (let round = 0; round < 6; round++) {
		await send(...needs(3, { lang: 'nl', body: { topic: 'other', place: 'port' } }));
		await sql`
			update needs set changed_at = now(), state = (array['read', 'in work', 'declined', 'joined', 'received'])[1 + number % 5]
			where number % 6 = ${round} and state not in ('withdrawn', 'hidden')`.execute(database.db);
		if (round === 3) await send(aWithdrawal(secrets));
		await countHeard(database.db, new Date());
	}
	const keptUp = await everyCount();
	expect(keptUp.length).toBeGreaterThan(20);
	await sql`delete from heard_counted`.execute(database.db);
	await countHeard(database.db, new Date());
	expect(await everyCount()).toEqual(keptUp);
});

test('Two servers that count at once count once', async () => {
	await sql`delete from heard_counted`.execute(database.db);
	const before = await everyCount();
	await Promise.all(Array.from({ length: 4 }, () => countHeard(database.db, new Date())));
	expect(await everyCount()).toEqual(before);
});

test('A running city counts by itself, and waits for it when it ends', async () => {
	await sql`delete from heard_counted`.execute(database.db);
	await keepHeard(database.db)();
	expect(await heardCounted(database.db)).toBeInstanceOf(Date);
});
