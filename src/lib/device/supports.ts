/** What whoever uses this phone supports: kept with its submission in one transaction, so that the city hears each word. */
import { tokenOf } from '../domain/support-token.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { device, readFact } from './database.ts';
import { liveQuery } from './dexie.ts';
import { randomBytes } from './chance.ts';
import { bareEnvelope } from './needs.ts';
import { entryFor } from './outbox.ts';

/** The fact under which it lies; leaving the phone deletes it, with the secret. */
const supportsFact = 'supports';

/** What was said last of a thing, when, and the submission that tells the city. */
type Said = { supports: boolean; at: number; id: string };

type Supports = { secret: string; things: Record<string, Said> };

/** How a thing stands here: `sent` once the city has it. */
export interface OwnSupport {
	supports: boolean;
	sent: boolean;
}

/**
 * Says that she supports a thing, or no longer does. The last word counts, also where the phone's clock went back; what
 * the city has not heard yet is not sent any more.
 */
export async function saySupport(
	thing: string,
	supports: boolean,
	lang: string,
	now = Date.now()
): Promise<void> {
	const fresh = toBase64Url(randomBytes(32));
	const known = await readFact<Supports>(supportsFact);
	const secret = known?.secret ?? fresh;
	const before = known?.things[thing];
	const at = Math.max(now, (before?.at ?? 0) + 1);
	const body = { thing, token: tokenOf(secret, thing), supports };
	const entry = entryFor(bareEnvelope({ kind: 'support', body }, lang, at), now);
	await device.transaction('rw', device.facts, device.outbox, async () => {
		if (before) await device.outbox.delete(before.id);
		const things = { ...known?.things, [thing]: { supports, at, id: entry.id } };
		await device.facts.put({ key: supportsFact, value: { secret, things } });
		await device.outbox.add(entry);
	});
}

/** Tells how all things stand here, now and after every change. Gives the way to stop. */
export function followSupports(told: (own: Record<string, OwnSupport>) => void): () => void {
	const following = liveQuery(listSupports).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function listSupports(): Promise<Record<string, OwnSupport>> {
	const { things = {} } = (await readFact<Supports>(supportsFact)) ?? {};
	const all = Object.entries(things);
	const waiting = await device.outbox.bulkGet(all.map(([, { id }]) => id));
	return Object.fromEntries(
		all.map(([thing, { supports }], at) => [thing, { supports, sent: waiting[at] === undefined }])
	);
}
