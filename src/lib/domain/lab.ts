/** A lab: a place in a neighbourhood where people learn and tell together. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { placeSchema } from './need.ts';

/** A lab as every device hears of it (publication `lab`); one that closed is taken back. */
export const labSchema = v.strictObject({
	id: idSchema,
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	/** Its neighbourhood; null where the city has none for it. */
	place: v.nullable(placeSchema),
	/** How to find it, as it is said in the city; may be empty. */
	address: v.pipe(v.string(), v.trim(), v.maxLength(200))
});

export type Lab = v.InferOutput<typeof labSchema>;
