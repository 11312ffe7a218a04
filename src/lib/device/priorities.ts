/** What whoever uses this phone puts first: kept with each tap, and told like a support once she says so. */
import type { Envelope } from '../domain/envelope.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import type { Choice } from '../domain/priority.ts';
import { changedBy, mayAdd, pointsOf, type Rules } from '../domain/priority-rules.ts';
import { tokenOf } from '../domain/support-token.ts';
import { randomBytes } from './chance.ts';
import { device, readFact, writeFact } from './database.ts';
import { liveQuery } from './dexie.ts';
import { prioritiesFact } from './joined.ts';
import { bareEnvelope } from './needs.ts';
import { entryFor, refusedAmong } from './outbox.ts';
import { withRoom } from './room.ts';

/** What was told last, when, the submission that tells the city, and the secret under which it was told. */
type Said = { choice: Choice; at: number; id: string; secret: string; envelope?: Envelope };

/** `choice`: as it stands on her screen, told or not. */
type Kept = { choice: Choice; said?: Said };

/** By prioritising. */
type Priorities = Record<string, Kept>;

/** What she chose in one prioritising: what stands there now, what she told, `sent` once the city has that; `refused`: it waits for her. */
export interface OwnPriority {
	choice: Choice;
	said: Choice | undefined;
	sent: boolean;
	refused?: true;
}

/**
 * Gives a thing one more, or takes one back, from what is kept here: so that of taps at once none is forgotten. False where
 * not enough is left for it; then nothing is changed.
 */
export function changeChoice(
	prioritising: Rules & { id: string },
	thing: string,
	by: 1 | -1
): Promise<boolean> {
	const change = async () => {
		const all = (await readFact<Priorities>(prioritiesFact)) ?? {};
		const kept = all[prioritising.id];
		const choice = kept?.choice ?? {};
		const isThere = prioritising.way === 'budget' && pointsOf(choice, thing) > 0;
		if (by === 1 && isThere) return true;
		if (by === 1 && !mayAdd(prioritising, choice, thing)) return false;
		const changed = { ...kept, choice: changedBy(choice, thing, by) };
		await writeFact(prioritiesFact, { ...all, [prioritising.id]: changed });
		return true;
	};
	return withRoom(() => device.transaction('rw', device.facts, change));
}

/**
 * Tells what she chose, as it is kept here. The last word counts, also where the phone's clock went back; what the city has
 * not heard yet is not sent any more.
 */
export function tellChoice(prioritising: string, lang: string, now = Date.now()): Promise<void> {
	const { facts, outbox } = device;
	const fresh = toBase64Url(randomBytes(32));
	const tell = async () => {
		const all = (await readFact<Priorities>(prioritiesFact)) ?? {};
		const { choice = {}, said: before } = all[prioritising] ?? {};
		const secret = before?.secret ?? fresh;
		const at = Math.max(now, (before?.at ?? 0) + 1);
		const body = { prioritising, choice, token: tokenOf(secret, prioritising) };
		const envelope = bareEnvelope({ kind: 'priority', body }, lang, at);
		const entry = entryFor(envelope, now);
		if (before) await outbox.delete(before.id);
		const said: Said = { choice, at, id: entry.id, secret, envelope };
		await writeFact(prioritiesFact, { ...all, [prioritising]: { choice, said } });
		await outbox.add(entry);
	};
	return withRoom(() => device.transaction('rw', facts, outbox, tell));
}

/** Tells what she chose in a prioritising now and after every change. Gives the way to stop. */
export function followPriority(prioritising: string, told: (own: OwnPriority) => void): () => void {
	const following = liveQuery(() => readPriority(prioritising)).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function readPriority(prioritising: string): Promise<OwnPriority> {
	const kept = (await readFact<Priorities>(prioritiesFact))?.[prioritising];
	const said = kept?.said;
	const waiting = said && (await device.outbox.get(said.id));
	const choice = kept?.choice ?? {};
	const sent = waiting === undefined;
	return { choice, said: said?.choice, sent, ...refusedAmong([waiting]) };
}
