/**
 * Needs that may ask for the same as another one: candidates by its rarest words, ranked by how alike the texts look. Work
 * is bounded however many needs there are: few words, few candidates of each, and a time after which it gives up. How and
 * what it costs: docs/themes.md.
 */
import { sql, type RawBuilder } from 'kysely';
import { alike, mayLead } from '../domain/join.ts';
import { cityStates, type CityState } from '../domain/need-state.ts';
import type { Topic } from '../domain/need.ts';
import type { Database } from './database.ts';

export interface SimilarNeed {
	/** The need to join to: the one that looks alike, or the root of its thread. */
	id: string;
	number: string;
	state: CityState;
	topic: Topic;
	place: string | null;
	lang: string;
	/** The first 200 characters. */
	words: string;
	/** How alike, 0 to 1. */
	likeness: number;
}

const mostShown = 8;
/** So many words of a need are asked for, each with so many candidates. */
const mostWords = 5;
const candidatesOfWord = 400;
/** A word in more needs than this is only asked for together with others. */
const frequent = 20_000;
/** Milliseconds after which the list stays empty. */
const longest = 450;
/** What is compared of a text, in characters. */
const compared = 600;

/** The needs most alike to one, the likest first; those of its own thread left out. Suggestions only: a person decides. */
export async function readSimilar(db: Database, need: string): Promise<SimilarNeed[]> {
	try {
		return await db.transaction().execute(async (trx) => {
			// the planner does not know that few candidates are enough
			await sql`select set_config('statement_timeout', ${String(longest)}, true),
				set_config('enable_seqscan', 'off', true)`.execute(trx);
			const words = await rarestWords(trx, need);
			return words.length > 0 ? await rank(trx, need, queriesOf(words)) : [];
		});
	} catch (error) {
		if ((error as { code?: unknown }).code === '57014') return [];
		throw error;
	}
}

interface Word {
	lexeme: string;
	/** In about so many needs; 0 where nobody has counted. */
	needs: number;
}

/** By the statistics that PostgreSQL keeps of the column `search`; words that it does not list are the rarest. */
async function rarestWords(trx: Database, need: string): Promise<Word[]> {
	const { rows } = await sql<Word>`
		with counted as (
			select lexeme, frequency from pg_stats,
				unnest(most_common_elems::text::text[], most_common_elem_freqs) as c (lexeme, frequency)
			where schemaname = current_schema() and tablename = 'needs' and attname = 'search'
		)
		select own.lexeme, coalesce(frequency
			* (select reltuples from pg_class where oid = 'needs'::regclass), 0)::int as needs
		from (select unnest(tsvector_to_array(search)) as lexeme from needs where id = ${need}) as own
			left join counted using (lexeme)
		where length(own.lexeme) > 2
		order by 2, length(own.lexeme) desc, own.lexeme
		limit ${mostWords + 3}`.execute(trx);
	return rows;
}

/** Each rare word with any of the others; of frequent ones all together. */
function queriesOf(words: Word[]): string[] {
	const quoted = (word: Word) => `'${word.lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
	const rare = words.filter(({ needs }) => needs <= frequent).slice(0, mostWords);
	if (rare.length === 0) return [words.slice(0, 4).map(quoted).join(' & ')];
	return rare.map((word) => {
		const others = words.filter((other) => other !== word).map(quoted);
		return others.length > 0 ? `${quoted(word)} & (${others.join(' | ')})` : quoted(word);
	});
}

async function rank(trx: Database, need: string, queries: string[]): Promise<SimilarNeed[]> {
	const candidates = queries.map(
		(query): RawBuilder<unknown> => sql`
			(select id, coalesce(joined_to, id) as root, plain, topic, place from needs
			where search @@ ${query}::tsquery and lang || '' = (select lang from own)
			limit ${candidatesOfWord})`
	);
	const leading = cityStates.filter(mayLead);
	const { rows } = await sql<SimilarNeed>`
		with own as (
			select id, coalesce(joined_to, id) as root, lang, topic, place, left(plain, ${compared}) as plain
			from needs where id = ${need}
		), candidates as (${sql.join(candidates, sql` union `)}),
		likest as (
			select c.root, max(similarity(left(c.plain, ${compared}), own.plain)) as likeness,
				max((c.topic = own.topic)::int + (c.place is not distinct from own.place)::int) as nearness
			from candidates c, own
			where c.root <> own.root
			group by c.root
		)
		select needs.id, number, state, topic, place, lang, left(words, 200) as words, likeness
		from likest join needs on needs.id = likest.root
		where likeness >= ${alike} and state in (${sql.join(leading)})
		order by round(likeness::numeric, 1) desc, nearness desc, likeness desc, needs.id
		limit ${mostShown}`.execute(trx);
	return rows;
}
