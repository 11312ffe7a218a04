/** The city's neighbourhoods, in its own order. */
import type { Neighbourhood } from '../domain/neighbourhood.ts';
import type { Database } from './database.ts';
import type { ListedNeighbourhood } from './neighbourhood-list.ts';

/** The neighbourhoods that a person can choose now. */
export async function listNeighbourhoods(db: Database): Promise<Neighbourhood[]> {
	return db
		.selectFrom('neighbourhoods')
		.select(['id', 'name'])
		.where('retired', '=', false)
		.orderBy('position')
		.orderBy('id')
		.execute();
}

/** All names that needs may bear, those of former neighbourhoods too, by id. */
export async function neighbourhoodNames(db: Database): Promise<Map<string, string>> {
	const rows = await db.selectFrom('neighbourhoods').select(['id', 'name']).execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}

/**
 * Makes this the city's list, in this order. A neighbourhood that is no longer in it is retired and never deleted,
 * because needs name it; one that comes back is itself again.
 */
export async function replaceNeighbourhoods(
	db: Database,
	list: readonly ListedNeighbourhood[]
): Promise<void> {
	const rows = list.map(({ id, name, shape }, position) => ({
		id,
		name,
		position,
		shape: shape === undefined ? null : JSON.stringify(shape),
		retired: false
	}));
	const replace = async (trx: Database) => {
		await trx.updateTable('neighbourhoods').set({ retired: true }).execute();
		if (rows.length === 0) return;
		await trx
			.insertInto('neighbourhoods')
			.values(rows)
			.onConflict((conflict) =>
				conflict.column('id').doUpdateSet({
					name: (row) => row.ref('excluded.name'),
					position: (row) => row.ref('excluded.position'),
					shape: (row) => row.ref('excluded.shape'),
					retired: false
				})
			)
			.execute();
	};
	// within somebody's transaction it is part of that one
	await (db.isTransaction ? replace(db) : db.transaction().execute(replace));
}
