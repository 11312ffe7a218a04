/** What somebody says of an answer by a plain form: the server makes the submission that a phone would have made. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import { helpedBodySchema } from '../domain/helped.ts';
import { makeId } from '../domain/id.ts';
import { sealFor } from '../domain/seal.ts';
import type { City } from './city.ts';
import { cryptography } from './cryptography.ts';
import { textOf } from './form-problems.ts';

/**
 * Takes what was posted, by the same door as a phone's; at a hub sealed before anything of it is kept.
 * @returns false where the form is none, or nobody can keep it now
 */
export async function receiveHelped(
	city: Pick<City, 'door' | 'hub'>,
	form: FormData,
	lang: string,
	now: Date
): Promise<boolean> {
	const [watch, message, helped] = ['watch', 'message', 'helped'].map((name) => textOf(form, name));
	const read = v.safeParse(helpedBodySchema, { watch, message, helped });
	if (!read.success) return false;
	const envelope: EnvelopeOf<'helped'> = {
		...{ id: makeId(now.getTime(), randomBytes(10)), kind: 'helped', schema: 1 },
		...{ madeAt: now.toISOString(), lang, media: [], body: read.output }
	};
	const key = city.hub && city.door.keySet()?.keys.find(({ use }) => use === 'enc');
	if (city.hub && !key) return false;
	const letter = key
		? {
				id: envelope.id,
				sealed: await sealFor(cryptography, key, canonicalText(envelope)),
				media: []
			}
		: envelope;
	const answer = await city.door.receive({ v: 1, submissions: [letter] }, now, null);
	const result = 'refused' in answer ? undefined : answer.results[0]?.result;
	return result === 'accepted' || result === 'held';
}
