/**
 * What a trainer tells the city for others: of a group, for a person, from paper. It goes by the outbox like every need,
 * and stands in nobody's *My messages*: what is begun, and the receipt codes until they are handed over, lie sealed as
 * things of hers.
 */
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { HeldSession } from '../domain/held-session.ts';
import type { Language } from '../domain/language.ts';
import type { Told, ToldHow, Topic } from '../domain/need.ts';
import { envelopeUnder, makeEnvelope, type NeedIdentity } from '../domain/need-envelope.ts';
import type { NeedForm, NeedFormInput } from '../domain/need-form.ts';
import { needOfPaper, type PaperForm } from '../domain/paper.ts';
import { isBlank } from '../domain/words.ts';
import { device } from './database.ts';
import { dropAllOf, itemsOf, listMedia } from './media.ts';
import { entryFor } from './outbox.ts';
import { withRoom } from './room.ts';
import { keepGiven } from './trainer-offer.ts';
import { dropThing, keepThing, readThings, sealThing, type Opener } from './trainer-rows.ts';
import { paperEntered } from './trainer-paper.ts';

/** The owner of the recordings and photos of what is begun for others; a citizen's own draft has another. */
export const together = 'together';

/** For whom something is told. Whoever it is has said yes before. */
export interface For {
	how: ToldHow;
	/** The language in which they were asked and it is told. */
	lang: Language;
	/** How many people of the group. */
	people?: number;
	/** Her pseudonym in the session, where she is on the list. */
	person?: string;
	/** What the trainer calls her; it stays on this device. */
	name?: string;
	/** The trainer's part of the form, and the day that stands on it. */
	paper?: PaperForm;
	writtenOn?: string;
}

/** What is begun: for whom, in which session, and what stands in the form. */
export type Begun = For & { typed?: NeedFormInput };

/** What was told, as the trainer's device remembers it. */
export interface ToldThing {
	how: ToldHow;
	topic: Topic;
	name?: string;
	/** What was told in words, for the room's wall and workshop, until the session is closed. */
	words?: string;
	/** The receipt code; of a form on paper the citizen alone has it. */
	code?: string;
	at: number;
	/** When the slip was handed over. */
	handedAt?: number;
}

export type ToldRow = ToldThing & { id: string; session: string };

const [begunKind, toldKind] = ['begun', 'told'];
/** One at a time: whoever is told for has the trainer's ear. */
const begunId = 'begun for others';

/** Begins to tell for somebody, in the place of nothing: what is begun already stays, and this gives false. */
export async function begin(opener: Opener, session: string, value: For): Promise<boolean> {
	if (await device.trainerRows.get(begunId)) return false;
	await keepThing(opener, begunKind, { id: begunId, session, value });
	return true;
}

/** What is begun on this device, if anything. */
export async function readBegun(
	opener: Opener
): Promise<(Begun & { session: string }) | undefined> {
	const [begun] = await readThings<Begun>(opener, begunKind);
	return begun && { ...begun.value, session: begun.session };
}

/**
 * Keeps what is begun with what stands in its form. Nothing is read before: who has chosen something may leave at once.
 * What is begun no more stays so.
 */
export async function keepBegun(
	opener: Opener,
	{ session, ...value }: Begun & { session: string }
): Promise<void> {
	const row = await sealThing(opener, begunKind, { id: begunId, session, value });
	await withRoom(() =>
		device.transaction('rw', device.trainerRows, async () => {
			// it may be told by now
			if (await device.trainerRows.get(begunId)) await device.trainerRows.put(row);
		})
	);
}

/** Deletes what is begun, its recording and photos too. */
export async function dropBegun(): Promise<void> {
	const { trainerRows, media, pieces } = device;
	await device.transaction('rw', trainerRows, media, pieces, async () => {
		await trainerRows.delete(begunId);
		await dropAllOf(together);
	});
}

/**
 * Tells what is begun: one transaction writes the envelope into the outbox and what she remembers of it, and ends what was
 * begun. Telling the same identity, or the same form on paper, twice keeps the first. Gives the need's id.
 * @throws when the device has no room; then nothing is kept and all that was begun stays
 */
export async function tellForOthers(
	opener: Opener,
	session: HeldSession,
	need: NeedForm,
	identity: NeedIdentity,
	now = Date.now()
): Promise<string> {
	const begun = await readBegun(opener);
	if (!begun) return identity.id;
	const { how, name, paper } = begun;
	const id = paper ? needOfPaper(paper) : identity.id;
	const told: ToldThing = {
		...{ how, topic: need.topic, at: now },
		...(name !== undefined && { name }),
		...(!isBlank(need.words) && { words: need.words }),
		...(paper ? { handedAt: now } : { code: identity.code })
	};
	const thing = { id, session: session.id, value: told };
	const [row, entered] = await Promise.all([
		sealThing(opener, toldKind, thing),
		paper && paperEntered(opener, paper, now)
	]);
	const { trainerRows, outbox, media, pieces } = device;
	const keep = async () => {
		let given: EnvelopeOf<'need'> | undefined;
		const kept = itemsOf(await listMedia(together));
		if (!(await trainerRows.get(id))) {
			const items = kept.map(({ item }) => item);
			const envelope = envelopeOf(begun, session, need, identity, items, now);
			await outbox.add({ ...entryFor(envelope, now), together: true });
			await Promise.all(
				kept.map(({ kept }, position) => media.update(kept.id, { owner: id, position }))
			);
			await trainerRows.bulkPut([row, ...(entered ? [entered] : [])]);
			given = envelope;
		}
		await trainerRows.delete(begunId);
		await dropAllOf(together);
		return given;
	};
	const given = await withRoom(() =>
		device.transaction('rw', [trainerRows, outbox, media, pieces], keep)
	);
	if (given) await keepGiven(opener, given, now);
	return id;
}

function envelopeOf(
	{ how, lang, people, person, paper, writtenOn }: Begun,
	{ id: session, lab }: HeldSession,
	need: NeedForm,
	identity: NeedIdentity,
	items: EnvelopeOf<'need'>['media'],
	now: number
): EnvelopeOf<'need'> {
	const envelope = paper
		? envelopeUnder(paper.keys, need, lang, { id: needOfPaper(paper), madeAt: now }, items)
		: makeEnvelope(need, lang, identity, items);
	const told: Told = {
		how,
		...(people !== undefined && { people }),
		...(writtenOn !== undefined && { writtenOn })
	};
	return {
		...{ ...envelope, lab, session },
		...(person !== undefined && { person }),
		body: { ...envelope.body, told }
	};
}

/** What she told for others in a session, or in all, the last one first. */
export async function listTold(opener: Opener, session?: string): Promise<ToldRow[]> {
	const things = await readThings<ToldThing>(opener, toldKind, session);
	return things
		.map(({ id, session, value }) => ({ id, session, ...value }))
		.sort((a, b) => b.at - a.at);
}

/** The slip was handed over: where its session is closed, its code is forgotten here. */
export async function handOver(opener: Opener, id: string, now = Date.now()): Promise<void> {
	const row = (await listTold(opener)).find((each) => each.id === id);
	if (!row) return;
	const { session, ...value } = row;
	const isClosed = (await device.sessions.get(session))?.endedAt !== undefined;
	if (isClosed) await dropThing(id);
	else await keepThing(opener, toldKind, { id, session, value: { ...value, handedAt: now } });
}

/** The session is closed: what was told is forgotten, and so are the codes that were handed over; the others wait. */
export async function forgetHanded(opener: Opener, session: string): Promise<void> {
	for (const { id, value } of await readThings<ToldThing>(opener, toldKind, session)) {
		const { words, ...wordless } = value;
		if (value.handedAt !== undefined) await dropThing(id);
		else if (words !== undefined)
			await keepThing(opener, toldKind, { id, session, value: wordless });
	}
}
