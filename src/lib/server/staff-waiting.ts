/** What waits for somebody of the staff beside needs: ideas to be read, decisions that nobody was told, questions without a decision. */
import { sql } from 'kysely';
import { mayDo, type Role } from '../domain/rights.ts';
import type { Waiting } from '../domain/waiting.ts';
import type { Database } from './database.ts';

/** Counts it, for a member with this role. */
export async function whatWaits(db: Database, role: Role, day: string): Promise<Waiting> {
	const [ideas, publishing] = [mayDo(role, 'ideas.moderate'), mayDo(role, 'publish')];
	if (!ideas && !publishing) return { ideas: 0, decisions: 0, undecided: 0 };
	const { rows } = await sql<Waiting>`
		select
			(select count(*)::int from ideas
				where ${ideas} and state = 'waiting' and same_as is null) as ideas,
			(select count(*)::int from decisions
				where ${publishing} and published_at is null) as decisions,
			(select count(*)::int from challenges
				where ${publishing} and opened_at is not null and closed_at is null and until < ${day} and not exists (
					select from decision_challenges as of join decisions on decisions.id = of.decision
					where of.challenge = challenges.id and published_at is not null and taken_back_at is null)
			) as undecided`.execute(db);
	return rows[0] ?? { ideas: 0, decisions: 0, undecided: 0 };
}
