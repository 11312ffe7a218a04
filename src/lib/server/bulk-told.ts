/** What a page says of what was just done to needs: it stands in the address to which the doing led. */
import * as v from 'valibot';
import { whyNoUndo } from '../domain/bulk.ts';
import { idSchema } from '../domain/id.ts';
import type { Role } from '../domain/rights.ts';
import type { Database } from './database.ts';

/** Reads it for a member with this role; `mayUndo` as long as she may and it can be. */
export async function bulkTold(
	db: Database,
	params: URLSearchParams,
	role: Role,
	now = new Date()
) {
	const count = (name: string) => Number(/^\d{1,3}$/.exec(params.get(name) ?? '')?.[0] ?? 0);
	const done = params.get('bulk');
	const known = v.is(idSchema, done)
		? await db
				.selectFrom('bulk_actions')
				.select(['act', 'at', 'undone_at as undoneAt'])
				.where('id', '=', done)
				.executeTakeFirst()
		: undefined;
	return {
		done,
		mayUndo: known !== undefined && whyNoUndo(known, role, now) === undefined,
		many: count('many'),
		lost: count('lost'),
		undone: params.get('undone'),
		stayed: count('stayed')
	};
}
