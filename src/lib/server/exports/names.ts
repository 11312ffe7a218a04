/** The names behind the ids of an export, and where neighbourhoods lie; read once for a file. */
import { centreOf } from '../../domain/centre.ts';
import type { Database } from '../database.ts';
import { neighbourhoodNames } from '../neighbourhoods.ts';

export interface Names {
	/** The name of a neighbourhood; null for none, and where nobody knows it. */
	place(id: string | null): string | null;
	/** The name of a member of the staff; null for one who has left. */
	member(id: string | null): string | null;
	department(id: string | null): string | null;
}

/** The names as they are now. */
export async function readNames(db: Database): Promise<Names> {
	const [places, members, departments] = await Promise.all([
		neighbourhoodNames(db),
		db.selectFrom('staff').select(['id', 'name']).execute(),
		db.selectFrom('departments').select(['id', 'name']).execute()
	]);
	const named = (rows: { id: string; name: string }[]) =>
		new Map(rows.map(({ id, name }) => [id, name]));
	const of = (names: Map<string, string>) => (id: string | null) => names.get(id ?? '') ?? null;
	return { place: of(places), member: of(named(members)), department: of(named(departments)) };
}

/** Longitude and latitude of the middle of each neighbourhood that has a shape. */
export async function readCentres(db: Database): Promise<Map<string, [number, number]>> {
	const rows = await db
		.selectFrom('neighbourhoods')
		.select(['id', 'shape'])
		.where('shape', 'is not', null)
		.execute();
	return new Map(
		rows.flatMap(({ id, shape }) => {
			const centre = centreOf(shape);
			return centre ? [[id, centre] as const] : [];
		})
	);
}
