/** The order in which things were told to the city, and a place in it behind which a list goes on. */
import { sql, type Expression } from 'kysely';

/** Where a row stands in the order. */
export interface Told {
	id: string;
	/** With all its digits: a Date would cut microseconds off, and rows with them. */
	toldAt: string;
}

/** A row's instant for `Told`. */
export const whenTold = (column: Expression<Date>) =>
	sql<string>`to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** A place in the order, to be compared with `(received_at, id)`. */
export const placeOf = ({ toldAt, id }: Told) => sql`(${toldAt}::timestamptz, ${id}::uuid)`;
