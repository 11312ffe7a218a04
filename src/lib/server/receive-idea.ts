/** An idea that a plain form posted: looked at once more by its person, then taken as a phone's would be. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { idSchema, makeId } from '../domain/id.ts';
import { makeIdeaEnvelope, type IdeaForm } from '../domain/idea-envelope.ts';
import { ideaBodySchema } from '../domain/idea.ts';
import { makeReceiptCode, readReceiptCode } from '../domain/receipt-code.ts';
import { tidyWords } from '../domain/words.ts';
import type { City } from './city.ts';
import { textOf } from './form-problems.ts';
import { takeForm, type Came } from './receive-form.ts';

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

/** What stands in the form for a challenge; `isFit`: may it be told so, where it has words or a recording? */
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
 * Takes it by the same door as a phone's, with its recording; at a hub sealed before anything of it is kept.
 * @returns whether it is at the city, at this hub, not taken for want of room, or taken by nobody
 */
export async function receiveIdea(
	city: City,
	idea: IdeaForm,
	form: FormData,
	{ lang, now, ...came }: { lang: string; now: Date } & Came
): Promise<'at-city' | 'at-hub' | 'no-room' | undefined> {
	const id = textOf(form, 'id');
	const code = readReceiptCode(textOf(form, 'code'));
	if (!code || !v.is(idSchema, id)) return undefined;
	const items = came.media.flatMap(({ item }) => (item.role === 'voice' ? [item] : []));
	const envelope = makeIdeaEnvelope(idea, lang, { id, code }, items);
	// nobody is told more than that it did not arrive: the same form may be sent again
	const taken = await takeForm(city, envelope, now, came).catch(() => undefined);
	return taken === 'other-need' ? undefined : taken;
}
