/**
 * Every table with rows of a need, and what an erasure and the access of its person do with them. A test compares this with
 * the database: a table that is not here, or not with its column, fails it.
 */
import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface BoundTable {
	/** The column with the id of the need, which is its submission's too. */
	column: string;
	/** Further columns that tell which need it is; they go or stay with their row. */
	also?: readonly string[];
	/**
	 * What an erasure does: the rows go; these columns get these values; `stays` for facts without words; `own` where
	 * withdrawals.ts or needs.ts does it.
	 */
	erase: 'rows' | 'stays' | 'own' | Record<string, string | boolean | null>;
	/** What its person gets to see: these columns, or only how many rows there are. */
	show: readonly string[] | 'count';
}

export const boundTables: Record<string, BoundTable> = {
	submissions: {
		column: 'id',
		also: ['watch_hash', 'withdraw_hash', 'envelope'],
		erase: 'own',
		show: ['id', 'sha256', 'kind', 'lang', 'made_at', 'received_at', 'receipt', 'envelope', 'via']
	},
	conflicts: {
		column: 'id',
		also: ['envelope'],
		erase: 'own',
		show: ['sha256', 'received_at', 'envelope']
	},
	needs: {
		column: 'id',
		also: ['joined_to'],
		erase: {
			label: null,
			promised_on: null,
			department: null,
			assignee: null,
			has_voice: false,
			has_photo: false,
			helped: null
		},
		show: [
			...['number', 'received_at', 'changed_at', 'state', 'label', 'topic', 'place', 'lang'],
			...['publish', 'words', 'channel', 'has_voice', 'has_photo', 'promised_on', 'due_at'],
			...['department', 'joined_to', 'helped', 'lesson', 'step', 'session', 'told'],
			...['told_people', 'written_on', 'age', 'gender', 'expired_at']
		]
	},
	media: {
		column: 'submission',
		erase: 'own',
		show: ['position', 'role', 'type', 'size', 'sha256', 'arrived_at']
	},
	media_awaited: { column: 'submission', also: ['position'], erase: 'own', show: 'count' },
	need_messages: {
		column: 'need',
		erase: 'own',
		show: ['said_at', 'lang', 'words', 'voice_type', 'voice_size']
	},
	need_events: { column: 'need', erase: 'stays', show: ['at', 'from_state', 'to_state'] },
	need_notes: { column: 'need', erase: 'rows', show: 'count' },
	need_passes: {
		column: 'need',
		erase: { why: '' },
		show: ['at', 'from_department', 'to_department']
	},
	/** What was done to many needs at once, and how each was before: no words. */
	bulk_needs: { column: 'need', erase: 'rows', show: 'count' },
	/** To which answers to many needs it belongs. */
	answer_targets: { column: 'need', erase: 'stays', show: ['lang', 'result'] },
	/** Staff's own words to everybody; that they speak of this need goes. */
	public_replies: { column: 'need', erase: { need: null }, show: ['said_at', 'texts'] },
	erasures: { column: 'need', erase: 'stays', show: ['asked_at', 'decided_at', 'outcome'] },
	erased: { column: 'id', erase: 'stays', show: ['erased_at'] },
	/** With which other needs it was answered together: a thread survives its members. */
	joins: {
		column: 'need',
		also: ['root', 'brought_by'],
		erase: 'stays',
		show: ['at', 'from_state', 'ended_at', 'how_ended']
	},
	need_heard: { column: 'need', erase: 'own', show: 'count' },
	theme_needs: { column: 'need', erase: 'own', show: ['by'] },
	challenge_needs: { column: 'need', erase: 'own', show: 'count' },
	/** Its words go by ideas.ts; whose it was, and what was published of it, with them. */
	ideas: {
		column: 'id',
		also: ['same_as'],
		erase: 'own',
		show: ['received_at', 'lang', 'words', 'people', 'publish', 'state']
	},
	/** Of learning and surveys, not of needs: nobody is known in them. */
	progress: { column: 'id', erase: 'stays', show: ['lesson', 'step', 'attempt'] },
	badges: { column: 'id', erase: 'stays', show: ['issued_at', 'module', 'level'] },
	survey_answers: { column: 'submission', erase: 'stays', show: 'count' }
};

/**
 * Tables that tell of a need by a hash: what an erasure leaves, and what her person said of answers, which helped.ts
 * erases and the need itself shows.
 */
export const boundByHash = ['withdrawn', 'helped'];

/**
 * Does with the rows of these needs what an erasure owes, in each table that has no file of its own for it.
 * @param except tables that keep theirs
 */
export async function eraseBound(
	trx: Database,
	ids: string[],
	except: string[] = []
): Promise<void> {
	for (const [name, { column, erase }] of Object.entries(boundTables)) {
		if (erase === 'stays' || erase === 'own' || except.includes(name)) continue;
		const where = sql`where ${sql.ref(column)} = any(${ids}::uuid[])`;
		if (erase === 'rows') {
			await sql`delete from ${sql.table(name)} ${where}`.execute(trx);
			continue;
		}
		const changes = Object.entries(erase).map(
			([changed, value]) => sql`${sql.ref(changed)} = ${sql.lit(value)}`
		);
		await sql`update ${sql.table(name)} set ${sql.join(changes)} ${where}`.execute(trx);
	}
}
