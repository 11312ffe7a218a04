/** Progress: the fact that a step was done. It carries no name and is only ever added. */
import * as v from 'valibot';
import { attemptSchema } from './attempt.ts';

const slug = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}(\/[a-z0-9-]{1,80})?$/, 'lesson'));

/** The body of a progress fact; `lesson` is `module/lesson`. */
export const progressBodySchema = v.strictObject({
	lesson: slug,
	step: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,80}$/, 'step')),
	attempt: v.optional(attemptSchema)
});

export type ProgressBody = v.InferOutput<typeof progressBodySchema>;
