/** The table of joins that staff export: docs/exports.md says what each column means. */
import type { ExportTable } from '../../domain/export.ts';
import type { Database } from '../database.ts';
import type { Asked } from '../inbox-condition.ts';
import { inBatches, rowsAtOnce } from './batches.ts';
import { isChosen } from './chosen.ts';
import type { Names } from './names.ts';

export const joinColumns = [
	...['number', 'joined_to', 'joined_at', 'joined_by', 'from_state'],
	...['ended_at', 'ended_by', 'how_ended']
] as const;

/** To what the needs of a filter were joined, also what has ended since, in the order in which they were joined. */
export function joinTable(db: Database, asked: Asked, names: Names): ExportTable {
	const rows = inBatches(
		(last?: Row) => readJoins(db, asked, last?.id),
		(join) => [
			...[Number(join.number), Number(join.joined_to), join.at, names.member(join.staff)],
			...[join.from_state, join.ended_at, names.member(join.ended_by), join.how_ended]
		]
	);
	return { columns: joinColumns, rows };
}

type Row = Awaited<ReturnType<typeof readJoins>>[number];

async function readJoins(db: Database, asked: Asked, last: string | undefined) {
	let query = db
		.selectFrom('joins')
		.innerJoin('needs as joined', 'joined.id', 'joins.need')
		.innerJoin('needs as root', 'root.id', 'joins.root')
		.select(['joins.id', 'at', 'joins.staff', 'from_state', 'ended_at', 'ended_by', 'how_ended'])
		.select(['joined.number', 'root.number as joined_to'])
		.where(isChosen('joins.need', asked))
		// ids are made in the order of time
		.orderBy('joins.id')
		.limit(rowsAtOnce);
	if (last) query = query.where('joins.id', '>', last);
	return query.execute();
}
