/** What a trainer sees before she closes a session: what was collected, and what of it still waits on this device. */
import { peopleIn } from '../domain/attendance.ts';
import { toldHows, type ToldHow } from '../domain/need.ts';
import { device, type LedSession, type OutboxEntry } from './database.ts';
import { dropAllOf } from './media.ts';
import { readOutbox, type MyOutbox } from './my-outbox.ts';
import { listAttendees } from './session/list.ts';
import { isUntold } from './session/workshop.ts';
import type { Opener } from './trainer-rows.ts';
import { listTold, readBegun } from './trainer-told.ts';

export interface Closing {
	people: number;
	/** Phones among them whose code was scanned. */
	scanned: number;
	/** How many needs were told together in this session. */
	told: Record<ToldHow, number>;
	/** How many submissions came by hand from other phones since it began. */
	byHand: number;
	waits: Waits;
	/** Slips of any session that were not handed over. */
	slips: number;
	/** Is something begun and not told? */
	isBegun: boolean;
	/** Has the room voted in a workshop, and was the city not told what came of it? */
	isUntold: boolean;
}

/** What waits on this device, of this session and of anything else: it is handed over together. */
export interface Waits {
	outbox: MyOutbox;
	/** Needs that stand in *My messages* of this device. */
	own: number;
	/** Recordings and photos, and their bytes. */
	media: number;
	bytes: number;
	/** Needs from paper that another device entered too: the city has both. */
	twice: string[];
}

/** What there is to see of a session before it is closed. */
export async function readClosing(opener: Opener, session: LedSession): Promise<Closing> {
	const [list, told, all, carried, begun, waits] = await Promise.all([
		listAttendees(opener, session.id),
		listTold(opener, session.id),
		listTold(opener),
		device.carried.filter(({ takenAt }) => takenAt >= session.leadsSince).count(),
		readBegun(opener),
		readWaits()
	]);
	const people = peopleIn(list);
	const counts = toldHows.map((how) => [how, told.filter((each) => each.how === how).length]);
	return {
		people: people.length,
		scanned: people.filter(({ state }) => state !== undefined).length,
		told: Object.fromEntries(counts) as Closing['told'],
		byHand: carried,
		waits,
		slips: all.filter(({ code, handedAt }) => code !== undefined && handedAt === undefined).length,
		isBegun: begun !== undefined,
		isUntold: await isUntold(opener, session.id, list)
	};
}

/** What waits on this device. */
export async function readWaits(): Promise<Waits> {
	const [outbox, entries] = await Promise.all([readOutbox(), device.outbox.toArray()]);
	const media = entries.flatMap(awaitedOf);
	return {
		outbox,
		own: entries.filter(isOwnNeed).length,
		media: media.length,
		bytes: media.reduce((sum, { size }) => sum + size, 0),
		twice: entries.filter(isTwice).map(({ id }) => id)
	};
}

/** What of closed sessions has not arrived yet, session by session, and how much else waits. */
export async function readStillWaiting(): Promise<{
	closed: { session: LedSession; many: number }[];
	others: number;
}> {
	const [sessions, entries] = await Promise.all([
		device.sessions.toArray(),
		device.outbox.toArray()
	]);
	const closed = sessions
		.filter(({ endedAt }) => endedAt !== undefined)
		.map((session) => ({ session, many: entries.filter(isOf(session)).length }))
		.filter(({ many }) => many > 0)
		.sort((a, b) => b.session.leadsSince - a.session.leadsSince);
	const known = closed.reduce((sum, { many }) => sum + many, 0);
	return { closed, others: entries.length - known };
}

/** She has read that the city has the need already: this second one goes. The city keeps what came of it, too. */
export async function letGoOfTwice(id: string): Promise<void> {
	const { outbox, media, pieces } = device;
	await device.transaction('rw', outbox, media, pieces, async () => {
		const entry = await outbox.get(id);
		if (!entry || !isTwice(entry)) return;
		await outbox.delete(id);
		await dropAllOf(id);
	});
}

const isOf =
	({ id }: LedSession) =>
	({ envelope }: OutboxEntry) =>
		envelope?.session === id;

const isTwice = ({ together, problem }: OutboxEntry) => together === true && problem === 'conflict';

const isOwnNeed = ({ envelope, carried, together }: OutboxEntry) =>
	envelope?.kind === 'need' && !carried && !together;

/** Recordings and photos that the city has not got yet. */
function awaitedOf({ envelope, sealed, missing }: OutboxEntry): { sha256: string; size: number }[] {
	const media = sealed?.media ?? envelope?.media ?? [];
	return missing ? media.filter(({ sha256 }) => missing.includes(sha256)) : media;
}
