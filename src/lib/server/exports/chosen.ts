/** Which needs the file of an export tells of. */
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { byFacets, type Asked } from '../inbox-condition.ts';

/**
 * Is the need of a row among those that the filter gives?
 * @param need the column that holds its id, as `message.need`
 */
export function isChosen(need: string, asked: Asked): RawBuilder<SqlBool> {
	const ofRow = sql.ref(need);
	return sql<SqlBool>`exists (select from needs where needs.id = ${ofRow} and ${byFacets(asked)})`;
}
