/** What whoever uses this phone thinks of statements: kept with its submission in one transaction, and told like a support. */
import type { Envelope } from '../domain/envelope.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import type { OpinionKind } from '../domain/opinion.ts';
import { tokenOf } from '../domain/support-token.ts';
import { randomBytes } from './chance.ts';
import { device, readFact } from './database.ts';
import { liveQuery } from './dexie.ts';
import { opinionsFact } from './joined.ts';
import { bareEnvelope } from './needs.ts';
import { entryFor, refusedAmong } from './outbox.ts';
import { withRoom } from './room.ts';

/** What was said last of a statement, when, the submission that tells the city, and the secret under which it was said. */
type Said = {
	round: string;
	statement: string;
	opinion: OpinionKind;
	at: number;
	id: string;
	secret: string;
	envelope?: Envelope;
};

/** By round and statement, so that two visits of one person leave none out. */
type Opinions = Record<string, Said>;

/** Her opinions on one round, by statement; `sent` once the city has all of them; `refused`: one waits for her. */
export interface OwnOpinions {
	opinions: Record<string, OpinionKind>;
	sent: boolean;
	refused?: true;
}

/**
 * Says what she thinks of a statement. The last word counts, also where the phone's clock went back; what the city has not
 * heard yet is not sent any more. All that she says to one round is of one secret: the city finds from it who thinks alike,
 * and nothing else.
 */
export function sayOpinion(
	{ round, statement, opinion }: { round: string; statement: string; opinion: OpinionKind },
	lang: string,
	now = Date.now()
): Promise<void> {
	const { facts, outbox } = device;
	const fresh = toBase64Url(randomBytes(32));
	const key = `${round} ${statement}`;
	// all in one transaction, so that two taps at once are of one secret and none of them is forgotten
	const say = async () => {
		const known = (await readFact<Opinions>(opinionsFact)) ?? {};
		const all = Object.values(known);
		const before = known[key];
		const near = before ?? all.find((each) => each.round === round) ?? all[0];
		const secret = near?.secret ?? fresh;
		const at = Math.max(now, (before?.at ?? 0) + 1);
		const body = { round, statement, opinion, token: tokenOf(secret, round) };
		const envelope = bareEnvelope({ kind: 'opinion', body }, lang, at);
		const entry = entryFor(envelope, now);
		if (before) await outbox.delete(before.id);
		const said: Said = { round, statement, opinion, at, id: entry.id, secret, envelope };
		await facts.put({ key: opinionsFact, value: { ...known, [key]: said } });
		await outbox.add(entry);
	};
	return withRoom(() => device.transaction('rw', facts, outbox, say));
}

/** Tells her opinions on a round now and after every change. Gives the way to stop. */
export function followOpinions(round: string, told: (own: OwnOpinions) => void): () => void {
	const following = liveQuery(() => readOpinions(round)).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function readOpinions(round: string): Promise<OwnOpinions> {
	const all = Object.values((await readFact<Opinions>(opinionsFact)) ?? {});
	const own = all.filter((each) => each.round === round);
	const waiting = await device.outbox.bulkGet(own.map(({ id }) => id));
	return {
		opinions: Object.fromEntries(own.map(({ statement, opinion }) => [statement, opinion])),
		sent: waiting.every((entry) => entry === undefined),
		...refusedAmong(waiting)
	};
}
