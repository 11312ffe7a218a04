import type { EnvelopeOf } from './envelope.ts';
import { timeOfId } from './id.ts';
import type { MediaItem } from './media.ts';
import { consentVersion } from './need.ts';
import type { NeedForm } from './need-form.ts';
import { deriveSecrets, hashSecret } from './receipt-code.ts';

/** What of a receipt code an envelope carries: hashes of the secrets, and the keys of replies and media. */
export type NeedKeys = Required<
	Pick<EnvelopeOf<'need'>, 'watchHash' | 'withdrawHash' | 'replyKey' | 'mediaKey'>
>;

/** Who a need is: made once, so that a second tap, or a form sent again by another way, is the same need. */
export type NeedIdentity = { id: string; code: string };

/**
 * The envelope of a need: everything in it comes from what was told and from its identity (a UUIDv7 holds its hour), so
 * that page, worker and server make the very same one.
 */
export function makeEnvelope(
	need: NeedForm,
	lang: string,
	{ id, code }: NeedIdentity,
	media: MediaItem[] = [],
	supersedes?: EnvelopeOf<'need'>['supersedes']
): EnvelopeOf<'need'> {
	const { watch, withdraw, reply, media: mediaKey } = deriveSecrets(code);
	const hashes = { watchHash: hashSecret(watch), withdrawHash: hashSecret(withdraw) };
	const keys = { ...hashes, replyKey: reply, mediaKey };
	const envelope = envelopeUnder(keys, need, lang, { id, madeAt: timeOfId(id) }, media);
	return { ...envelope, ...(supersedes && { supersedes }) };
}

/** The envelope of a need whose receipt code is not known here, only what of it an envelope carries. */
export function envelopeUnder(
	{ watchHash, withdrawHash, replyKey, mediaKey }: NeedKeys,
	need: NeedForm,
	lang: string,
	{ id, madeAt }: { id: string; madeAt: number },
	media: MediaItem[]
): EnvelopeOf<'need'> {
	return {
		id,
		kind: 'need',
		schema: 1,
		madeAt: new Date(madeAt).toISOString(),
		lang,
		watchHash,
		withdrawHash,
		media,
		...(media.length > 0 && { mediaKey }),
		replyKey,
		body: {
			topic: need.topic,
			words: need.words,
			place: need.place,
			consent: { version: consentVersion, publish: need.publish },
			...(need.from && { from: need.from }),
			...(need.about && { about: need.about })
		}
	};
}
