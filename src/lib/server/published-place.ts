/** Publications of one neighbourhood. */
import { sql, type RawBuilder } from 'kysely';

/** A condition behind others: what is of this neighbourhood or for the whole city; everything where none is named. */
export function ofPlace(place: string | undefined): RawBuilder<unknown> {
	return place ? sql`and (body ->> 'place' = ${place} or body ->> 'place' is null)` : sql``;
}
