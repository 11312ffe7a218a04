// The form with which staff do something to many needs, and how needs stand after it.
import type { StaffCity } from './staff-city.ts';

/** @param seen how the needs stood on the page */
export function bulkForm(
	act: string,
	needs: string[],
	{ seen = [], ...more }: { seen?: string[]; of?: string; list?: string } = {}
): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries({ act, of: 'chosen', ...more })) data.set(name, value);
	for (const id of needs) data.append('need', id);
	for (const field of seen) data.append('seen', field);
	return data;
}

/** What an act can change of these needs, by id. */
export async function standingOf({ db }: StaffCity, ids: string[]) {
	const rows = await db
		.selectFrom('needs')
		.select(['id', 'state', 'label', 'assignee', 'department'])
		.where('id', 'in', ids)
		.execute();
	return new Map(rows.map(({ id, ...fields }) => [id, fields]));
}
