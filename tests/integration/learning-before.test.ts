/** What people learnt before the city counted it: the newer Plaza counts it too. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { openEmptyDatabase } from './database.ts';
import { aNeed, aStep } from './invented.ts';

const from = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };
test('What came before the city counted is counted too', async () => {
	const old = await openEmptyDatabase();
	await migrate(old.db, '0002-delivery');
	const attempts = [
		{ misses: 0, hints: 0, seconds: 9, dontKnow: 0 },
		{ misses: 0, hints: 0, seconds: 8, dontKnow: 1 },
		{ misses: 1, hints: 0, seconds: 7, dontKnow: 0, result: 'left' },
		null
	];
	const needs = [
		aNeed('a', { body: { from } }),
		aNeed('b', { body: { from: { ...from, step: 'Ana' } } })
	];
	const steps = attempts.map((attempt) => ({ ...aStep({ lang: 'fr' }), attempt }));
	for (const envelope of [...needs, ...steps]) {
		await sql`
			insert into submissions (id, sha256, kind, lang, made_at, received_at, receipt, envelope)
			values (${envelope.id}, 'x', ${envelope.kind}, ${envelope.lang}, 'x', now(), '{}',
				${JSON.stringify(envelope)}::jsonb)`.execute(old.db);
	}
	for (const { id, attempt } of steps) {
		await sql`insert into progress values (${id}, now(), 'm/l', 's', ${attempt && JSON.stringify(attempt)})`.execute(
			old.db
		);
	}
	for (const { id } of needs) {
		await sql`
			insert into needs (id, received_at, changed_at, state, topic, lang, publish, words, plain, search)
			values (${id}, now(), now(), 'received', 'other', 'es', false, '', '', '')`.execute(old.db);
	}
	await migrate(old.db);
	const counted = await old.db
		.selectFrom('progress')
		.select(['lang', 'outcome', 'seconds'])
		.orderBy('seconds', 'desc')
		.where('attempt', 'is not', null)
		.execute();
	expect(counted).toEqual([
		{ lang: 'fr', outcome: 'alone', seconds: 9 },
		{ lang: 'fr', outcome: 'helped', seconds: 8 },
		{ lang: 'fr', outcome: 'left', seconds: 7 }
	]);
	const origins = await old.db.selectFrom('needs').select(['lesson', 'step']).execute();
	expect(new Set(origins)).toEqual(new Set([from, { lesson: null, step: null }]));
	await old.close();
});
