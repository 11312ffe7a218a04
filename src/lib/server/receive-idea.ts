/** An idea that a plain form posted: looked at once more by its person, then taken as a phone's would be. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { canonicalText } from '../domain/fingerprint.ts';
import { idSchema, makeId } from '../domain/id.ts';
import { makeIdeaEnvelope, type IdeaForm } from '../domain/idea-envelope.ts';
import { ideaBodySchema } from '../domain/idea.ts';
import { makeReceiptCode, readReceiptCode } from '../domain/receipt-code.ts';
import { sealFor } from '../domain/seal.ts';
import { tidyWords } from '../domain/words.ts';
import type { City } from './city.ts';
import { cryptography } from './cryptography.ts';
import { textOf } from './form-problems.ts';

/** Made with the page on which an idea is looked at, so that a second tap tells the same. */
export interface IdeaIdentity {
	id: string;
	code: string;
}

/** A new one. */
export function newIdeaIdentity(now: Date): IdeaIdentity {
	return {
		id: makeId(now.getTime(), randomBytes(10)),
		code: makeReceiptCode(randomBytes(10))
	};
}

/** What stands in the form for a challenge; `isFit`: may it be told so? */
export function readIdeaPost(
	form: FormData,
	challenge: string
): { idea: IdeaForm; isFit: boolean } {
	const words = tidyWords(textOf(form, 'words'));
	const people = Number(textOf(form, 'people') || '1');
	const publish = textOf(form, 'publish') === 'yes';
	const body = { challenge, words, people, consent: { version: 1, publish } };
	return { idea: { challenge, words, people, publish }, isFit: v.is(ideaBodySchema, body) };
}

/**
 * Takes it by the same door as a phone's; at a hub sealed before anything of it is kept.
 * @returns whether it is at the city, at this hub, or taken by nobody
 */
export async function receiveIdea(
	city: Pick<City, 'door' | 'hub'>,
	idea: IdeaForm,
	form: FormData,
	lang: string,
	now: Date,
	address: string
): Promise<'at-city' | 'at-hub' | undefined> {
	const id = textOf(form, 'id');
	const code = readReceiptCode(textOf(form, 'code'));
	if (!code || !v.is(idSchema, id)) return undefined;
	const envelope = makeIdeaEnvelope(idea, lang, { id, code });
	const key = city.hub && city.door.keySet()?.keys.find(({ use }) => use === 'enc');
	if (city.hub && !key) return undefined;
	const letter = key
		? { id, sealed: await sealFor(cryptography, key, canonicalText(envelope)), media: [] }
		: envelope;
	const answer = await city.door.receive(
		{ v: 1, submissions: [letter] },
		now,
		null,
		false,
		address
	);
	const result = 'refused' in answer ? undefined : answer.results[0]?.result;
	if (result === 'held') return 'at-hub';
	return result === 'accepted' || result === 'duplicate' ? 'at-city' : undefined;
}
