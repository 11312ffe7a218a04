/** What whoever uses this phone puts first: kept with each tap, and told like a support once she says so. */
import { toBase64Url } from '../domain/fingerprint.ts';
import type { Choice } from '../domain/priority.ts';
import { tokenOf } from '../domain/support-token.ts';
import { randomBytes } from './chance.ts';
import { device, readFact, writeFact } from './database.ts';
import { liveQuery } from './dexie.ts';
import { prioritiesFact } from './joined.ts';
import { bareEnvelope } from './needs.ts';
import { entryFor } from './outbox.ts';
import { withRoom } from './room.ts';

/** What was told last, when, the submission that tells the city, and the secret under which it was told. */
type Said = { choice: Choice; at: number; id: string; secret: string };

/** `choice`: as it stands on her screen, told or not. */
type Kept = { choice: Choice; said?: Said };

/** By prioritising. */
type Priorities = Record<string, Kept>;

/** What she chose in one prioritising: what stands there now, what she told, and `sent` once the city has that. */
export interface OwnPriority {
	choice: Choice;
	said: Choice | undefined;
	sent: boolean;
}

/** Keeps what is being chosen. */
export function keepChoice(prioritising: string, choice: Choice): Promise<void> {
	return withRoom(() =>
		device.transaction('rw', device.facts, async () => {
			const all = (await readFact<Priorities>(prioritiesFact)) ?? {};
			await writeFact(prioritiesFact, { ...all, [prioritising]: { ...all[prioritising], choice } });
		})
	);
}

/**
 * Tells what she chose. The last word counts, also where the phone's clock went back; what the city has not heard yet is not
 * sent any more.
 */
export function tellChoice(
	{ prioritising, choice }: { prioritising: string; choice: Choice },
	lang: string,
	now = Date.now()
): Promise<void> {
	const { facts, outbox } = device;
	const fresh = toBase64Url(randomBytes(32));
	const tell = async () => {
		const all = (await readFact<Priorities>(prioritiesFact)) ?? {};
		const before = all[prioritising]?.said;
		const secret = before?.secret ?? fresh;
		const at = Math.max(now, (before?.at ?? 0) + 1);
		const body = { prioritising, choice, token: tokenOf(secret, prioritising) };
		const entry = entryFor(bareEnvelope({ kind: 'priority', body }, lang, at), now);
		if (before) await outbox.delete(before.id);
		const said: Said = { choice, at, id: entry.id, secret };
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
	return { choice: kept?.choice ?? {}, said: said?.choice, sent: waiting === undefined };
}
