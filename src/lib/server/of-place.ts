/** Publications of one neighbourhood. */
import { sql, type RawBuilder } from 'kysely';

/** The condition that one is of this neighbourhood or of the whole city; none where no neighbourhood is named. */
export function ofPlace(place: string | undefined): RawBuilder<unknown> {
	return place === undefined ? sql`` : sql`and coalesce(body ->> 'place', ${place}) = ${place}`;
}
