/** The feed: what the city publishes, the same for every device. */
import * as v from 'valibot';
import { cursorSchema } from './sync.ts';

/** The most publications in one answer. */
export const feedPageLength = 500;

export const publicationSchema = v.object({
	id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
	kind: v.pipe(v.string(), v.maxLength(80)),
	/** null: for readers of every language. */
	lang: v.nullable(v.pipe(v.string(), v.maxLength(80))),
	/** null: taken back. */
	body: v.unknown()
});

export type Publication = v.InferOutput<typeof publicationSchema>;

/** What `GET /api/feed` gives. A reader whose cursor was of another `epoch` forgets what it had. */
export const feedSchema = v.object({
	v: v.literal(1),
	epoch: v.string(),
	cursor: cursorSchema,
	/** Is there more behind the cursor already? */
	more: v.boolean(),
	publications: v.array(publicationSchema)
});

export type Feed = v.InferOutput<typeof feedSchema>;
