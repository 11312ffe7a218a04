/** What whoever uses this phone supports: kept with its submission in one transaction, so that the city hears each word. */
import type { Envelope } from '../domain/envelope.ts';
import { tokenOf } from '../domain/support-token.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { device, readFact } from './database.ts';
import { liveQuery } from './dexie.ts';
import { randomBytes } from './chance.ts';
import { supportsFact } from './joined.ts';
import { bareEnvelope } from './needs.ts';
import { entryFor, refusedAmong } from './outbox.ts';
import { withRoom } from './room.ts';

/**
 * What was said last of a thing, when, the submission that tells the city (whole, for a city that lost it), and the secret
 * under which it was said: mostly one for all, but for what she said before she opened her space.
 */
type Said = { supports: boolean; at: number; id: string; secret: string; envelope?: Envelope };

type Supports = Record<string, Said>;

/** How a thing stands here: `sent` once the city has it; `refused`: it waits for her. */
export interface OwnSupport {
	supports: boolean;
	sent: boolean;
	refused?: true;
}

/**
 * Says that she supports a thing, or no longer does. The last word counts, also where the phone's clock went back; what
 * the city has not heard yet is not sent any more.
 */
export function saySupport(
	thing: string,
	supports: boolean,
	lang: string,
	now = Date.now()
): Promise<void> {
	const { facts, outbox } = device;
	const fresh = toBase64Url(randomBytes(32));
	// all in one transaction, so that two taps at once are of one secret and none of them is forgotten
	const say = async () => {
		const known = (await readFact<Supports>(supportsFact)) ?? {};
		const before = known[thing];
		const secret = before?.secret ?? Object.values(known)[0]?.secret ?? fresh;
		const at = Math.max(now, (before?.at ?? 0) + 1);
		const body = { thing, token: tokenOf(secret, thing), supports };
		const envelope = bareEnvelope({ kind: 'support', body }, lang, at);
		const entry = entryFor(envelope, now);
		if (before) await outbox.delete(before.id);
		const said: Said = { supports, at, id: entry.id, secret, envelope };
		await facts.put({ key: supportsFact, value: { ...known, [thing]: said } });
		await outbox.add(entry);
	};
	return withRoom(() => device.transaction('rw', facts, outbox, say));
}

/** Tells how all things stand here, now and after every change. Gives the way to stop. */
export function followSupports(told: (own: Record<string, OwnSupport>) => void): () => void {
	const following = liveQuery(listSupports).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function listSupports(): Promise<Record<string, OwnSupport>> {
	const all = Object.entries((await readFact<Supports>(supportsFact)) ?? {});
	const waiting = await device.outbox.bulkGet(all.map(([, { id }]) => id));
	return Object.fromEntries(
		all.map(([thing, { supports }], at) => [
			thing,
			{ supports, sent: waiting[at] === undefined, ...refusedAmong([waiting[at]]) }
		])
	);
}
