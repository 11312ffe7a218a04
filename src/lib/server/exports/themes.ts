/** The table of themes that staff export: docs/exports.md says what each column means. */
import { sql, type SqlBool } from 'kysely';
import type { ExportTable } from '../../domain/export.ts';
import type { Database } from '../database.ts';
import type { Asked } from '../inbox-condition.ts';
import { inBatches, rowsAtOnce } from './batches.ts';
import { isChosen } from './chosen.ts';
import type { Names } from './names.ts';

export const themeColumns = [
	...['theme', 'theme_closed_at', 'number', 'received_at', 'put_in_by'],
	...['need_state', 'topic', 'place', 'place_name', 'need_lang']
] as const;

/** Each theme with those of its needs that a filter gives: a row for a need in a theme, so one in two themes has two. */
export function themeTable(db: Database, asked: Asked, names: Names): ExportTable {
	const rows = inBatches(
		(last?: Row) => readThemes(db, asked, last),
		(row) => [
			...[row.name, row.closed_at, Number(row.number), row.received_at, row.by],
			...[row.state, row.topic, row.place, names.place(row.place), row.lang]
		]
	);
	return { columns: themeColumns, rows };
}

type Row = Awaited<ReturnType<typeof readThemes>>[number];

async function readThemes(
	db: Database,
	asked: Asked,
	last: { theme: string; need: string } | undefined
) {
	let query = db
		.selectFrom('theme_needs')
		.innerJoin('themes', 'themes.id', 'theme_needs.theme')
		.innerJoin('needs as told', 'told.id', 'theme_needs.need')
		.select(['theme', 'need', 'name', 'closed_at', 'by', 'theme_needs.received_at'])
		.select(['told.number', 'told.state', 'told.topic', 'told.place', 'told.lang'])
		.where('removed', '=', false)
		.where(isChosen('theme_needs.need', asked))
		.orderBy('theme')
		.orderBy('need')
		.limit(rowsAtOnce);
	if (last) {
		const here = sql`(${last.theme}::uuid, ${last.need}::uuid)`;
		query = query.where(sql<SqlBool>`(theme, need) > ${here}`);
	}
	return query.execute();
}
