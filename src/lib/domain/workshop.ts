/**
 * A workshop of a session: what people need is put into groups, each group gets the name of what they share, and the room
 * votes on these. The city hears the result, never who voted how.
 */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { instantSchema } from './instant.ts';
import { topics } from './need.ts';
import { isBlank, lengthOf, wordsSchema } from './words.ts';

/** The most groups that a room votes on: more are not remembered while voting. */
export const mostGroups = 8;
/** The longest name of a group, in characters: it stands on a wall. */
export const longestGroupName = 60;
/** How many dots a person has for what matters most to her. */
export const dotsEach = 3;
/** The most people in one result, far over any room. */
const mostPeople = 10_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostPeople));

/**
 * The body of the submission of a result; which session stands in the envelope. `workshop` is the workshop's own id: told
 * once more, with more votes, it is the same workshop. `way`: by `codes`, each person once, or by a show of `hands`, where
 * there are no opinion groups (0) and no dots. `needs` are ids of needs that were told to the city, where they are known, and
 * `told` says of how many needs the group was made.
 */
export const workshopBodySchema = v.strictObject({
	workshop: idSchema,
	heldAt: instantSchema,
	way: v.picklist(['codes', 'hands']),
	people: count,
	opinionGroups: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5)),
	groups: v.pipe(
		v.array(
			v.strictObject({
				name: v.pipe(
					wordsSchema,
					v.check((name) => !isBlank(name), 'blank'),
					v.check((name) => lengthOf(name) <= longestGroupName, 'too-long')
				),
				topic: v.picklist(topics, 'topic'),
				needs: v.pipe(v.array(idSchema), v.maxLength(200)),
				told: count,
				yes: count,
				not: count,
				neither: count,
				dots: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(dotsEach * mostPeople)),
				consensus: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
			})
		),
		v.minLength(1),
		v.maxLength(mostGroups)
	)
});

export type WorkshopBody = v.InferOutput<typeof workshopBodySchema>;
