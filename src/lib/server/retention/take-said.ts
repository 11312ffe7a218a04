/** What the timers take of ideas and of answers to surveys: words; that there was one stays. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { republishChallenge } from '../challenge-publication.ts';
import type { Database } from '../database.ts';
import { lockIdeas } from '../idea-publication.ts';
import { eraseIdeas } from '../ideas.ts';

/** Ideas that staff did not publish before then, or that they joined with one that they did not publish. */
export function takeRefusedIdeas(trx: Database, before: Date, most: number, now: Date) {
	const refused = sql<SqlBool>`coalesce(lead.state, idea.state) = 'refused'
		and greatest(idea.changed_at, lead.changed_at) < ${before}`;
	return takeIdeasThat(trx, refused, most, now);
}

/** All ideas of citizens for a challenge that nobody can read any more since then, or that there never was. */
export function takeIdeas(trx: Database, before: Date, most: number, now: Date) {
	const over = sql<SqlBool>`(challenge.id is null or challenge.closed_at is not null)
		and greatest(idea.changed_at, challenge.closed_at, challenge.changed_at) < ${before}
		and not exists (select from publications
			where publications.id = idea.challenge::text and body is not null)`;
	return takeIdeasThat(trx, over, most, now);
}

async function takeIdeasThat(
	trx: Database,
	fits: RawBuilder<SqlBool>,
	most: number,
	now: Date
): Promise<{ count: number; tell: () => Promise<void> } | number> {
	await lockIdeas(trx);
	const { rows } = await sql<{ id: string }>`
		select idea.id from ideas as idea
			left join ideas as lead on lead.id = idea.same_as
			left join challenges as challenge on challenge.id = idea.challenge
		where idea.by = 'citizen' and idea.state <> 'withdrawn' and ${fits}
		order by idea.id limit ${sql.lit(most)}`.execute(trx);
	const ids = rows.map(({ id }) => id);
	if (ids.length === 0) return 0;
	await trx.updateTable('submissions').set({ envelope: null }).where('id', 'in', ids).execute();
	await trx.deleteFrom('conflicts').where('id', 'in', ids).execute();
	const challenges = await eraseIdeas(trx, ids, now);
	const tell = async () => {
		for (const challenge of challenges) await republishChallenge(trx, challenge, now);
	};
	return { count: ids.length, tell };
}

/** What people wrote in surveys that ended before then; that they wrote something still counts. */
export async function takeAnswers(trx: Database, before: Date, most: number): Promise<number> {
	const { numAffectedRows } = await sql`
		with asked as (
			select distinct asked.survey, question ->> 'id' as id
			from survey_revisions as asked join surveys on surveys.id = asked.survey,
				jsonb_array_elements(content -> 'questions') as question
			where ended_at < ${before} and question ->> 'kind' = 'text'
		), old as (
			select survey, by_hash from survey_answers as said where exists (
				select from asked where asked.survey = said.survey and answers ->> asked.id <> '')
			order by survey, by_hash limit ${sql.lit(most)} for update
		)
		update survey_answers as said
		set answers = answers || (
			select jsonb_object_agg(asked.id, '') from asked
			where asked.survey = said.survey and answers ->> asked.id <> '')
		from old where old.survey = said.survey and old.by_hash = said.by_hash`.execute(trx);
	return Number(numAffectedRows ?? 0);
}
