/** The ideas of whoever uses this phone: kept while they are written, told to the city, and taken back. */
import type { Envelope } from '../domain/envelope.ts';
import { readIdeaNews, type ToldOfIdea } from '../domain/idea-news.ts';
import { makeId } from '../domain/id.ts';
import { makeIdeaEnvelope, type IdeaForm } from '../domain/idea-envelope.ts';
import { ideaOwner } from '../domain/media.ts';
import { device, readFact, writeFact } from './database.ts';
import { expectHers, isStillHers, noteHolder } from './drafts.ts';
import { liveQuery } from './dexie.ts';
import { ideaDraftsFact, ideasFact, sessionFields } from './joined.ts';
import { randomBytes } from './chance.ts';
import { bytesOf, dropAllOf, itemsOf, listMedia, piecesOf } from './media.ts';
import { newNeedIdentity, withdrawalOf } from './needs.ts';
import { entryFor, isMendable, refusedAmong } from './outbox.ts';
import { withRoom } from './room.ts';

/** `spoken`: it has a recording; `envelope`: as it was told, for a city that lost it. */
type Said = IdeaForm & { code: string; spoken?: true; heard?: string; envelope?: Envelope };
/** Of what was taken back only that: a city that comes back from a backup has to hear it again. */
type TakenBack = { envelope: Envelope };
type AllSaid = Record<string, Said | TakenBack>;
type Drafts = Record<string, IdeaForm>;

/** An idea as a page shows it: `sent` once the city has it; `refused`: it waits for her; `told`: what became of it. */
export interface OwnIdea {
	id: string;
	words: string;
	spoken: boolean;
	sent: boolean;
	refused?: true;
	/** Can it be told again from its words? */
	mendable?: true;
	told: ToldOfIdea | undefined;
}

/** What was begun for a challenge and is not told yet; undefined where nothing was. */
export async function readIdeaDraft(challenge: string): Promise<IdeaForm | undefined> {
	await noteHolder();
	return (await readFact<Drafts>(ideaDraftsFact))?.[challenge];
}

/** Keeps what is being written. */
export function keepIdeaDraft(draft: IdeaForm): Promise<void> {
	return withRoom(() =>
		device.transaction('rw', device.facts, async () => {
			if (!(await isStillHers())) return;
			const all = (await readFact<Drafts>(ideaDraftsFact)) ?? {};
			await writeFact(ideaDraftsFact, { ...all, [draft.challenge]: draft });
		})
	);
}

/**
 * Tells an idea, with what was recorded for it: from now on it is kept here and goes to the city by itself, and its draft is
 * over. Of several recordings the last goes; the others stay begun.
 * @throws when the phone has no room, or belongs to somebody else by now; then nothing is kept and the draft stays
 */
export function tellIdea(form: IdeaForm, lang: string, now = Date.now()): Promise<void> {
	const { facts, outbox, media, pieces } = device;
	const identity = newNeedIdentity(now);
	const tell = async () => {
		await expectHers();
		const { lab, session } = await sessionFields(now);
		const inSession = lab && session ? { lab, session } : {};
		const owner = ideaOwner(form.challenge);
		const recorded = itemsOf(await listMedia(owner)).slice(-1);
		const items = recorded.flatMap(({ item }) => (item.role === 'voice' ? [item] : []));
		const envelope = { ...makeIdeaEnvelope(form, lang, identity, items), ...inSession };
		const entry = entryFor(envelope, now);
		const said = (await readFact<AllSaid>(ideasFact)) ?? {};
		const { code } = identity;
		const own: Said = { ...form, code, envelope, ...(items.length > 0 && { spoken: true }) };
		await writeFact(ideasFact, { ...said, [identity.id]: own });
		for (const { kept } of recorded) {
			// a copy goes; she may hear her own again
			const row = { ...kept, id: makeId(now, randomBytes(10)), owner: identity.id, position: 0 };
			await media.add(row);
			await pieces.bulkAdd(piecesOf(row.id, await bytesOf(kept.id)));
			await media.update(kept.id, { owner: ideaOwner(identity.id) });
		}
		await forgetDraft(form.challenge);
		await outbox.add(entry);
	};
	return withRoom(() => device.transaction('rw', [facts, outbox, media, pieces], tell));
}

/** Takes an idea back: it is not sent any more, and the city is told to delete its words. */
export async function takeIdeaBack(id: string, lang: string, now = Date.now()): Promise<void> {
	const { facts, outbox, media, pieces } = device;
	await device.transaction('rw', [facts, outbox, media, pieces], async () => {
		const { [id]: said, ...others } = (await readFact<AllSaid>(ideasFact)) ?? {};
		if (!said || !('code' in said)) return;
		const envelope = withdrawalOf(said.code, lang, now);
		await outbox.delete(id);
		await dropAllOf(id);
		await dropAllOf(ideaOwner(id));
		await outbox.add(entryFor(envelope, now));
		await writeFact(ideasFact, { ...others, [id]: { envelope } satisfies TakenBack });
	});
}

/**
 * An idea of which the city took nothing becomes a begun one again, with its recording, to be mended; what was begun since
 * is not pushed aside. Where both are spoken, or the city has its words, it stays as it is. Gives the challenge for which
 * it goes on.
 */
export function mendIdea(id: string): Promise<string | undefined> {
	const { facts, outbox, media, pieces } = device;
	return device.transaction('rw', [facts, outbox, media, pieces], async () => {
		const { [id]: said, ...others } = (await readFact<AllSaid>(ideasFact)) ?? {};
		const entry = await outbox.get(id);
		if (!said || !('code' in said)) return undefined;
		const { challenge, words, people, publish } = said;
		if (!isMendable(entry)) return challenge;
		const [begun, spoken] = await Promise.all([
			listMedia(ideaOwner(challenge)),
			listMedia(ideaOwner(id))
		]);
		if (begun.length > 0 && spoken.length > 0) return challenge;
		const drafts = (await readFact<Drafts>(ideaDraftsFact)) ?? {};
		const both = [drafts[challenge]?.words ?? '', words].filter((each) => each.trim());
		const draft = { challenge, words: both.join('\n'), people, publish };
		await writeFact(ideaDraftsFact, { ...drafts, [challenge]: draft });
		for (const kept of spoken) await media.update(kept.id, { owner: ideaOwner(challenge) });
		await outbox.delete(id);
		await dropAllOf(id);
		await writeFact(ideasFact, others);
		return challenge;
	});
}

/** Tells her ideas for a challenge now and after every change. Gives the way to stop. */
export function followIdeas(challenge: string, told: (own: OwnIdea[]) => void): () => void {
	const following = liveQuery(() => readIdeas(challenge)).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function readIdeas(challenge: string): Promise<OwnIdea[]> {
	const all = Object.entries((await readFact<AllSaid>(ideasFact)) ?? {});
	const own = all.flatMap(([id, said]) =>
		'code' in said && said.challenge === challenge ? [[id, said] as const] : []
	);
	const waiting = await device.outbox.bulkGet(own.map(([id]) => id));
	return own.map(([id, { words, spoken = false, heard }], at) => ({
		...{ id, words, spoken, sent: waiting[at] === undefined, ...refusedAmong([waiting[at]]) },
		...(isMendable(waiting[at]) && { mendable: true as const }),
		told: readIdeaNews(heard)
	}));
}

async function forgetDraft(challenge: string): Promise<void> {
	const drafts = Object.entries((await readFact<Drafts>(ideaDraftsFact)) ?? {});
	const others = drafts.filter(([of]) => of !== challenge);
	await writeFact(ideaDraftsFact, Object.fromEntries(others));
}
