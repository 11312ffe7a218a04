/** The numbers beside the choices of the inbox are kept with every change, and what a need is found by with the need. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { usualFilter } from '../../src/lib/domain/inbox-filter.ts';
import { countedTo } from '../../src/lib/domain/inbox.ts';
import { sumUpCounts } from '../../src/lib/server/need-counts.ts';
import { eraseNeeds } from '../../src/lib/server/needs.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { ask, city, home, lifts, now, openInbox, readAll } from './inbox-needs.ts';
import { aNeed, newId } from './invented.ts';

openInbox();

test('after any work on needs the numbers that are kept are those of the needs', async () => {
	const truth = async () => {
		const { rows } = await sql<{ facet: string; state: string; many: number }>`
			select facet, state, count(*)::int as many from needs,
				unnest(facets || ('k:' || topic || '|' || coalesce(place, '_') || '|' || lang)) as facet
			where facet <> 'o' and facet not like 's:%' group by 1, 2 order by 1, 2`.execute(city.db);
		return rows;
	};
	const kept = async () => {
		const { rows } = await sql<{ facet: string; state: string; many: number }>`
			select facet, state, sum(many)::int as many from need_counts
			group by 1, 2 having sum(many) <> 0 order by 1, 2`.execute(city.db);
		return rows;
	};
	const rows = await readAll();
	for (const [at, { id }] of rows.entries()) {
		if (at % 3 === 0) {
			const change = [
				{ state: 'read' as const },
				{ topic: 'other' as const },
				{ place: 'sud' },
				{ department: 'water' }
			][at % 4];
			await city.db
				.updateTable('needs')
				.set(change ?? {})
				.where('id', '=', id)
				.execute();
		}
	}
	const taken = rows.slice(0, 10).map(({ id }) => id);
	await city.db.transaction().execute((trx) => eraseNeeds(trx, taken, now));
	expect(await kept()).toEqual(await truth());
	await Promise.all([
		sumUpCounts(city.db, 0),
		sumUpCounts(city.db, 0),
		city.db.updateTable('needs').set({ department: 'roads' }).where('topic', '=', 'other').execute()
	]);
	await sumUpCounts(city.db, 0);
	expect(await kept()).toEqual(await truth());
	const { count } = await city.db
		.selectFrom('need_counts')
		.select(sql<number>`count(*)::int`.as('count'))
		.executeTakeFirstOrThrow();
	expect(count).toBe((await truth()).length);
});

test('on which way a need came is known from how it was told', async () => {
	const tell = async (given: Parameters<typeof aNeed>[1], byForm = false) => {
		const need = aNeed('Otra', given);
		await receive({ db: city.db, ...home }, { v: 1, submissions: [need] }, now, null, byForm);
		return city.db
			.selectFrom('needs')
			.select(['channel', 'has_voice', 'has_photo', 'lab'])
			.where('id', '=', need.id)
			.executeTakeFirst();
	};
	const plain = { has_voice: false, has_photo: false, lab: null };
	expect(await tell({})).toEqual({ ...plain, channel: 'phone' });
	expect(await tell({}, true)).toEqual({ ...plain, channel: 'form' });
	const there = { lab: newId(), session: newId() };
	expect(await tell(there)).toEqual({ ...plain, channel: 'lab', lab: there.lab });
	expect(await tell({ ...there, body: { told: { how: 'paper' } } })).toEqual({
		...plain,
		...{ channel: 'paper', lab: there.lab }
	});
	const voice = { sha256: 'A'.repeat(43), size: 10, type: 'audio/mp4', role: 'voice' } as const;
	expect(await tell({ media: [voice] })).toEqual({ ...plain, channel: 'phone', has_voice: true });
});

test('a need is kept also where all that it can be found by is as long as a phone may send it', async () => {
	// signs of three bytes each that nothing makes shorter
	const random = crypto.getRandomValues(new Uint16Array(400));
	const signs = [...random].map((each) => String.fromCodePoint(0x4e00 + (each % 20_000)));
	const long = (length: number) => signs.splice(0, length).join('');
	const from = { lesson: long(120), step: long(120) };
	const need = aNeed('Todo es largo', { lab: long(80), session: long(80), body: { from } });
	const { results } = await receive({ db: city.db, ...home }, { v: 1, submissions: [need] }, now);
	expect(results).toMatchObject([{ id: need.id, result: 'accepted' }]);
});

test('a word that was said in one need alone is forgotten with it', async () => {
	const isKnown = async (word: string) =>
		(await city.db.selectFrom('need_words').where('word', '=', word).selectAll().execute()).length;
	const needs = [aNeed('Hortensia espera el ascensor'), aNeed('Otro ascensor roto')];
	await receive({ db: city.db, ...home }, { v: 1, submissions: needs }, now);
	await makeSearchable(city.db);
	expect([await isKnown('hortensia'), await isKnown('ascensor')]).toEqual([1, 1]);
	await city.db.transaction().execute((trx) => eraseNeeds(trx, [needs[0]?.id ?? ''], now));
	expect([await isKnown('hortensia'), await isKnown('ascensor')]).toEqual([0, 1]);
});

test('of a long list that nobody keeps a number of, at least so many are said, and never more than there are', async () => {
	const many = countedTo + 300;
	await sql`
		with told as (
			insert into submissions (id, sha256, kind, lang, made_at, received_at, receipt)
			select gen_random_uuid(), 'x', 'need', 'fr', '', ${now}::timestamptz, '{}' from generate_series(1, ${many}::int)
			returning id
		)
		insert into needs (id, received_at, changed_at, state, topic, lang, publish, words, plain, search, has_photo)
		select id, ${now}, ${now}, 'received', 'safety', 'fr', false, 'Lumière', 'lumiere',
			to_tsvector('french', 'Lumière'), true from told`.execute(city.db);
	const kept = await ask({ ...usualFilter, topic: 'safety', lang: 'fr' });
	expect([kept.counts.total, kept.counts.cut.has('total')]).toEqual([many, false]);
	await sql`
		insert into theme_needs (theme, need, received_at, by)
		select ${lifts}, id, received_at, 'rule' from needs where lang = 'fr'
		on conflict do nothing`.execute(city.db);
	for (const more of [{ has: 'photo' as const }, { q: 'lumière' }, { theme: lifts }]) {
		const { counts, rows } = await ask({ ...usualFilter, lang: 'fr', ...more });
		expect(rows).toHaveLength(50);
		expect(counts.theme.get(lifts)).toBeGreaterThan(countedTo);
		expect(counts.cut.has('total')).toBe(true);
		expect(counts.total).toBeGreaterThan(countedTo);
		expect(counts.topic.get('safety')).toBeGreaterThan(0);
		expect(counts.topic.get('safety')).toBeLessThanOrEqual(many);
	}
});
