/** The envelope of an idea: page and server make the very same one of what was typed. */
import type { EnvelopeOf } from './envelope.ts';
import { timeOfId } from './id.ts';
import type { MediaItem } from './media.ts';
import { deriveSecrets, hashSecret } from './receipt-code.ts';

/** What a person tells. */
export interface IdeaForm {
	challenge: string;
	words: string;
	people: number;
	/** May everybody read it? */
	publish: boolean;
}

/** Which version of the question she saw. */
const consentVersion = 1;

/** The envelope of an idea under its receipt code, by which its person hears of it and takes it back. */
export function makeIdeaEnvelope(
	{ challenge, words, people, publish }: IdeaForm,
	lang: string,
	{ id, code }: { id: string; code: string },
	media: (MediaItem & { role: 'voice' })[] = []
): EnvelopeOf<'idea'> {
	const { watch, withdraw, reply, media: mediaKey } = deriveSecrets(code);
	return {
		...{ id, kind: 'idea', schema: 1, lang, media },
		...(media.length > 0 && { mediaKey }),
		...{ watchHash: hashSecret(watch), withdrawHash: hashSecret(withdraw) },
		replyKey: reply,
		madeAt: new Date(timeOfId(id)).toISOString(),
		body: { challenge, words, people, consent: { version: consentVersion, publish } }
	};
}
