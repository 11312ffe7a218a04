/** A need from a plain form: the server makes the envelope that a phone would have made, and receives it by the same door. */
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import { makeEnvelope } from '../domain/need-envelope.ts';
import type { NeedForm } from '../domain/need-form.ts';
import { readReceiptCode } from '../domain/receipt-code.ts';
import type { City } from './city.ts';
import { receive } from './receive.ts';

/**
 * Receives a need that was posted. The identity came with the check page, so that a second tap gives a duplicate.
 * @returns the receipt code, to be written down; undefined when the identity is none
 */
export async function receiveForm(
	city: City,
	need: NeedForm,
	lang: string,
	identity: { id: string; code: string },
	now: Date
): Promise<string | undefined> {
	const code = readReceiptCode(identity.code);
	if (!code || !v.is(idSchema, identity.id)) return undefined;
	const envelope = makeEnvelope(need, lang, { id: identity.id, code });
	const { results } = await receive(city, { v: 1, submissions: [envelope] }, now);
	return results[0]?.receipt ? code : undefined;
}
