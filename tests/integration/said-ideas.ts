// Ideas of people for a challenge that is open, as they come by the public door.
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { makeIdeaEnvelope } from '../../src/lib/domain/idea-envelope.ts';
import { openIdeaNews, type ToldOfIdea } from '../../src/lib/domain/idea-news.ts';
import { deriveSecrets, hashSecret } from '../../src/lib/domain/receipt-code.ts';
import { isIdeaNews } from '../../src/lib/domain/sync.ts';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { newId, newSecrets } from './invented.ts';
import { city, staff, tell } from './joined-needs.ts';

/** A challenge that is open to everybody. */
export async function aChallenge(): Promise<string> {
	const texts = { es: { who: 'Familias', what: 'saber cuándo', why: 'no esperar' } };
	const form = { place: null, topic: 'service' as const, until: null, texts };
	const behind = { needs: [(await tell()).id], themes: [] };
	const made = await writeChallenge(city.db, form, behind, staff);
	if (made === 'no-needs') throw new Error(made);
	await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}

/** An idea with the secrets of its receipt code. */
export function anIdea(challenge: string, words = 'Un banco a la sombra', publish = true) {
	const secrets = newSecrets();
	const idea: EnvelopeOf<'idea'> = {
		...{ id: newId(), kind: 'idea', schema: 1, madeAt: new Date().toISOString(), lang: 'es' },
		...{ watchHash: hashSecret(secrets.watch), withdrawHash: hashSecret(secrets.withdraw) },
		...{ media: [], body: { challenge, words, people: 3, consent: { version: 1, publish } } }
	};
	return { idea, id: idea.id, challenge, secrets };
}

export const send = (...submissions: object[]) =>
	receive(city, { v: 1, submissions } as Parameters<typeof receive>[1], new Date());

export const readIdea = (id: string) =>
	city.db.selectFrom('ideas').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** As a member of the staff who looks now sees it. */
export async function seen(id: string) {
	const { challenge, revision } = await readIdea(id);
	return { id, challenge, revision };
}

/** What everybody reads of an idea; undefined where nothing was ever published, null where it was taken back. */
export async function publicOf(id: string) {
	const { public_id } = await readIdea(id);
	const row = city.db.selectFrom('publications').select('body').where('id', '=', public_id);
	return (await row.executeTakeFirst())?.body as
		{ id: string; supports: number | null; texts: Record<string, string> } | null | undefined;
}

let many = 0;
/** An idea as a phone says it, with its receipt code. */
export async function saidOnPhone(challenge: string, words = 'Un banco a la sombra') {
	const code = `7ZJ4Q0M2RWTC9X${String(many++).padStart(2, '0')}`;
	const id = newId();
	const form = { challenge, words, people: 1, publish: true };
	await send(makeIdeaEnvelope(form, 'es', { id, code }));
	return { id, ...deriveSecrets(code) };
}

/** What a phone hears that watches it, and where it then stands. */
export async function heard({ watch, reply }: { watch: string; reply: string }, since?: string) {
	const asked = { v: 1 as const, submissions: [], watch: [watch], ...(since && { since }) };
	const { replies, cursor } = await receive(city, asked, new Date());
	const item = replies.find(isIdeaNews);
	const text = item && (await openIdeaNews(item.idea, reply, cryptography));
	return { item, cursor, told: text as ToldOfIdea | undefined };
}
