/** The badges of this phone: asked for, and kept when the city gives them. */
import { holderOf, readName } from '../domain/badge.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { makeId } from '../domain/id.ts';
import { deriveSecrets, hashSecret, makeReceiptCode } from '../domain/receipt-code.ts';
import { randomBytes } from './chance.ts';
import { device, type KeptBadge } from './database.ts';
import { liveQuery } from './dexie.ts';
import { sessionFields } from './joined.ts';
import { entryFor, refusedAmong } from './outbox.ts';

export type { KeptBadge };

/**
 * Asks the city for the badge of a module: one transaction keeps it and its outbox entry. A module has one badge here;
 * asked for again, the first stays. False when the name cannot stand on a badge.
 */
export async function askForBadge(
	module: string,
	typed: string,
	lang: string,
	now = Date.now()
): Promise<boolean> {
	const name = readName(typed);
	if (name === undefined) return false;
	const salt = toBase64Url(randomBytes(16));
	const code = makeReceiptCode(randomBytes(10));
	const { watch, reply } = deriveSecrets(code);
	const inSession = await sessionFields(now);
	const envelope: EnvelopeOf<'badge'> = {
		id: makeId(now, randomBytes(10)),
		kind: 'badge',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		...inSession,
		watchHash: hashSecret(watch),
		media: [],
		replyKey: reply,
		body: { module, level: 'foundation', holder: holderOf(name, salt) }
	};
	const entry = entryFor(envelope, now);
	await device.transaction('rw', device.badges, device.outbox, async () => {
		if (await badgeOf(module)) return;
		const { id } = envelope;
		await device.badges.add({ id, code, name, salt, envelope, savedAt: now });
		await device.outbox.add(entry);
	});
	return true;
}

/** A badge and where it is; `sent`: the city has the wish, and will answer; `refused`: it did not take it. */
export type MyBadge = KeptBadge & { sent: boolean; refused?: true };

/** Tells the badge of a module now and after every change, from whichever tab or worker it comes. Gives the way to stop. */
export function followBadge(
	module: string,
	told: (badge: MyBadge | undefined) => void
): () => void {
	const read = async () => {
		const badge = await badgeOf(module);
		if (!badge) return undefined;
		const refused = refusedAmong([await device.outbox.get(badge.id)]);
		return { ...badge, sent: Boolean(await device.receipts.get(badge.id)), ...refused };
	};
	const following = liveQuery(read).subscribe({ next: told });
	return () => following.unsubscribe();
}

function badgeOf(module: string): Promise<KeptBadge | undefined> {
	return device.badges.filter(({ envelope }) => envelope.body.module === module).first();
}
