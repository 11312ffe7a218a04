/** The table of needs that staff export: docs/exports.md says what each column means. */
import { sql, type SqlBool } from 'kysely';
import type { ExportTable } from '../../domain/export.ts';
import type { Database } from '../database.ts';
import { byFacets, type Asked } from '../inbox-condition.ts';
import { inBatches, rowsAtOnce } from './batches.ts';
import type { Names } from './names.ts';

export const needColumns = [
	...['number', 'received_at', 'changed_at', 'state', 'label', 'topic', 'place', 'place_name'],
	...['lang', 'words', 'has_voice', 'has_photo', 'channel', 'publish', 'consent_version'],
	...['promised_on', 'due_at', 'department', 'assignee', 'joined_to', 'helped'],
	...['lesson', 'step', 'told', 'told_people', 'written_on']
] as const;

/** The needs of a filter, in the order in which they came. Without what tells who told them: no session, no hub, no id. */
export function needTable(db: Database, asked: Asked, names: Names): ExportTable {
	const rows = inBatches(
		(last?: Row) => readNeeds(db, asked, last),
		(need) => [
			...[Number(need.number), need.received_at, need.changed_at, need.state, need.label],
			...[need.topic, need.place, names.place(need.place), need.lang, wordsOf(need)],
			...[need.has_voice, need.has_photo, need.channel, need.publish, need.consent_version],
			...[need.promised_on, need.due_at, names.department(need.department)],
			...[names.member(need.assignee), need.joined_to && Number(need.joined_to), need.helped],
			...[need.lesson, need.step, need.told, need.told_people, need.written_on]
		]
	);
	return { columns: needColumns, rows };
}

/** What staff hid was refused: a file tells that it is there, and not what it says. */
const wordsOf = ({ state, words }: Row) => (state === 'hidden' ? '' : words);

type Row = Awaited<ReturnType<typeof readNeeds>>[number];

async function readNeeds(db: Database, asked: Asked, last: { at: string; id: string } | undefined) {
	let query = db
		.selectFrom('needs')
		.select(['id', 'number', 'received_at', 'changed_at', 'state', 'topic', 'place', 'lang'])
		.select(['words', 'publish', 'lesson', 'step', 'told', 'told_people', 'written_on', 'label'])
		.select(['has_voice', 'has_photo', 'channel', 'promised_on', 'due_at', 'department'])
		.select(['assignee', 'helped'])
		.select([
			// with all its digits: a Date would cut microseconds off, and rows with them
			sql<string>`to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as(
				'at'
			),
			sql<number | null>`(select (envelope #>> '{body,consent,version}')::int
				from submissions where submissions.id = needs.id)`.as('consent_version'),
			sql<string | null>`(select number from needs as root where root.id = needs.joined_to)`.as(
				'joined_to'
			)
		])
		.where(byFacets(asked))
		.orderBy('received_at')
		.orderBy('id')
		.limit(rowsAtOnce);
	if (last) {
		const here = sql`(${last.at}::timestamptz, ${last.id}::uuid)`;
		query = query.where(sql<SqlBool>`(received_at, id) > ${here}`);
	}
	return query.execute();
}
