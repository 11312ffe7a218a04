/** An envelope that only the city can open, as it travels. It stands apart from `envelope.ts`: a phone that hands on what is sealed never looks inside. */
import * as v from 'valibot';
import { idSchema } from './id.ts';
import { sealedMediaSchema } from './media.ts';

/** The longest sealed envelope, in characters: the largest submission in base64url. */
const longestSeal = 96 * 1024;

/** An envelope that only the city can open (`domain/seal.ts`), as it travels by a hub or by hand. */
export const sealedSchema = v.strictObject({
	id: idSchema,
	sealed: v.pipe(
		v.string('sealed'),
		v.maxLength(longestSeal, 'too-large'),
		v.regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/, 'sealed')
	),
	media: sealedMediaSchema
});

export type Sealed = v.InferOutput<typeof sealedSchema>;
