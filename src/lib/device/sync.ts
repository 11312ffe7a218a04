/** The sender: brings the outbox to the city and news home. One among all tabs; nothing holds up its neighbours. */
import type { Cryptography } from '../domain/cryptography.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { nextDelay } from '../domain/retry.ts';
import { ownCryptography } from './cryptography.ts';
import { device, readFact, writeFact, type OutboxEntry } from './database.ts';
import { herFacts } from './joined.ts';
import { park, waiting } from './outbox.ts';
import { keepVoices } from './said.ts';
import { bringAllMedia } from './sync/bring-media.ts';
import { isAtHub, meetCity, refreshKeys } from './sync/city-keys.ts';
import { whySilent, type Silence } from './sync/exchange.ts';
import { asOnlySender } from './sync/only-sender.ts';
import type { NoAnswer, Round, Watch } from './sync/round.ts';
import { nextBatch, sendBatch } from './sync/send-batch.ts';
import { awaitsBadge, whatToWatch } from './sync/watch.ts';
import { forgetTold } from './told.ts';

/**
 * How a sending ended: everything has its receipt, or lies where it can wait; there was nothing to do; no answer came, to
 * all or to some (all is kept, try after `delay` milliseconds; `why` where one thing kept it all); or another tab is
 * sending.
 */
export type Sending =
	| { outcome: 'done' | 'nothing' | 'elsewhere' }
	| { outcome: 'no-answer'; delay: number; why?: Silence };

/** Sends everything that waits, words first, and fetches news. Safe to call at any time, from any tab. */
export async function sync(crypt: Cryptography = ownCryptography()): Promise<Sending> {
	return (await asOnlySender(() => sendAll(crypt))) ?? { outcome: 'elsewhere' };
}

async function sendAll(crypt: Cryptography): Promise<Sending> {
	await parkDamaged();
	await forgetTold(Date.now());
	// also with nothing to send: whatever is sealed without internet one day is sealed to the city met now
	const met = await meetCity(crypt.checkSignature);
	// what was told, taken back, or waits for the person, asks too: a restored city may have forgotten it
	const { needs, badges, outbox, facts } = device;
	const told = [needs, badges, outbox, facts.where('key').anyOf(herFacts)];
	const counts = await Promise.all(told.map((each) => each.count()));
	if (counts.every((count) => count === 0)) return { outcome: 'nothing' };
	const watch = await whatToWatch();
	if (!met) return later({ why: await whySilent() });
	const failures = (await readFact<number>('failures')) ?? 0;
	const hub = await isAtHub();
	const round: Round = { crypt, hub, watch, failures, splits: 12, stuck: false, moved: false };
	const broken =
		(await sendWords(round)) ??
		(await hearOfNewBadges(round, watch)) ??
		(await bringMissing(round));
	if (broken) return later(broken, round.moved);
	await refreshKeys(crypt.checkSignature);
	await writeFact('syncedAt', Date.now());
	await keepVoices(crypt);
	if (round.stuck) return later({}, round.moved);
	await writeFact('failures', 0);
	return { outcome: 'done' };
}

/** The words of everybody, each once; what is told meanwhile goes along. */
async function sendWords(round: Round): Promise<NoAnswer | undefined> {
	const tried = new Set<string>();
	for (;;) {
		const batch = nextBatch((await waiting()).filter(({ id }) => !tried.has(id)));
		if (batch.length === 0 && !round.watch) return undefined;
		for (const { id } of batch) tried.add(id);
		const broken = await sendBatch(round, batch);
		if (broken) return broken;
	}
}

/** A badge comes back as news: who has just asked for one hears at once, and not at the next sending. */
async function hearOfNewBadges(round: Round, asked: Watch): Promise<NoAnswer | undefined> {
	if (!(await awaitsBadge())) return undefined;
	const watch = await whatToWatch();
	if (fingerprint(watch.secrets) === fingerprint(asked.secrets)) return undefined;
	round.watch = watch;
	return sendBatch(round, []);
}

/** Recordings and photos after the words, and then the receipts of the needs that are whole by that. */
async function bringMissing(round: Round): Promise<NoAnswer | undefined> {
	const lacking = (await waiting()).filter(({ missing = [] }) => missing.length > 0);
	const { whole, broken } = await bringAllMedia(round, lacking);
	const again = (await waiting()).filter(({ id }) => whole.has(id));
	for (let rest = again; rest.length > 0;) {
		const batch = nextBatch(rest);
		const unanswered = await sendBatch(round, batch);
		if (unanswered) return unanswered;
		rest = rest.filter((entry) => !batch.includes(entry));
	}
	return broken;
}

/** `moved`: a line that brings it bit by bit is tried again as soon as one that has broken once. */
async function later(
	{ retryAfter, why }: Omit<NoAnswer, 'noAnswer'>,
	moved = false
): Promise<Sending> {
	const before = moved ? 0 : ((await readFact<number>('failures')) ?? 0);
	const failures = before + 1;
	await writeFact('failures', failures);
	const delay = nextDelay(failures - 1, Math.random(), retryAfter);
	return { outcome: 'no-answer', delay, ...(why && { why }) };
}

/** Bytes that changed on the phone's disk are never sent as good: they wait for the person. */
async function parkDamaged(): Promise<void> {
	for (const entry of await waiting()) if (!isSound(entry)) await park(entry.id, 'damaged');
}

function isSound({ envelope, sealed, sha256 }: OutboxEntry): boolean {
	try {
		return envelope ? fingerprint(envelope) === sha256 : sealed !== undefined;
	} catch {
		return false;
	}
}
