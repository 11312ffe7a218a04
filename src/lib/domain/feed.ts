/** The feed: what the city publishes, the same for every device. */
import * as v from 'valibot';
import type { Language } from './language.ts';
import { cursorSchema } from './sync.ts';

/** The most publications in one answer. */
export const feedPageLength = 500;

const publicationSchema = v.object({
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

/** A body for readers of one language: of all `texts` in it only theirs, where somebody wrote them; else all of them. */
export function bodyIn(body: unknown, lang: Language): unknown {
	if (Array.isArray(body)) return body.map((each) => bodyIn(each, lang));
	if (typeof body !== 'object' || body === null) return body;
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => {
			const own = name === 'texts' && value !== null && (value as Record<string, unknown>)[lang];
			return [name, own ? { [lang]: own } : bodyIn(value, lang)];
		})
	);
}
