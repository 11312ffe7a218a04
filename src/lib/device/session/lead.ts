/** The sessions that this device's trainer leads. Who takes part is on its list, see list.ts. */
import type { EnvelopeOf } from '../../domain/envelope.ts';
import type { HeldSession } from '../../domain/held-session.ts';
import { isOn, startOf } from '../../domain/session-hours.ts';
import { makeId } from '../../domain/id.ts';
import type { Language } from '../../domain/language.ts';
import { rootInCode } from '../../domain/room-code.ts';
import { randomBytes } from '../chance.ts';
import { device, readFact, type LedSession } from '../database.ts';
import { entryFor } from '../outbox.ts';
import { cityRoot } from '../sync/city-keys.ts';
import { holdVersion, sessionClosed } from './hold.ts';

/** So long after its end a session that nobody closes still holds this device's version, in milliseconds. */
const closedBy = 12 * 60 * 60_000;

/** What a trainer chooses for a session. */
export interface SessionPlan {
	lab: { id: string; name: string };
	modules: string[];
	languages: Language[];
	hours: number;
}

/** Starts a session: one transaction keeps it and what the city hears of it. */
export async function startSession(
	{ lab, modules, languages, hours }: SessionPlan,
	lang: string,
	now = Date.now()
): Promise<LedSession> {
	const session: HeldSession = {
		id: makeId(now, randomBytes(10)),
		lab: lab.id,
		labName: lab.name,
		endsAt: now + hours * 60 * 60_000,
		modules,
		languages,
		root: rootInCode(await cityRoot())
	};
	return lead(session, lang, now);
}

/** Leads a session that another trainer has started, too; the city counts it and its people once. */
export async function lead(
	session: HeldSession,
	lang: string,
	now = Date.now()
): Promise<LedSession> {
	const entry = entryFor(toldToCity(session, lang, now), now);
	const epoch = await readFact<string>('epoch');
	await holdVersion('led', { since: now, until: session.endsAt + closedBy });
	return device.transaction('rw', device.sessions, device.outbox, async () => {
		const known = await device.sessions.get(session.id);
		const led: LedSession = {
			...(known ?? { ...session, leadsSince: now, ...(epoch !== undefined && { epoch }) })
		};
		delete led.endedAt;
		await device.sessions.put(led);
		if (!known) await device.outbox.add(entry);
		return led;
	});
}

/** What the city hears of a session: told twice it stays as it was told first. */
export function toldToCity(session: HeldSession, lang: string, now: number): EnvelopeOf<'session'> {
	const { id, lab, endsAt, modules, languages } = session;
	return {
		id: makeId(now, randomBytes(10)),
		kind: 'session',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		lab,
		session: id,
		media: [],
		body: {
			startedAt: new Date(startOf(session)).toISOString(),
			endsAt: new Date(endsAt).toISOString(),
			modules,
			languages
		}
	};
}

/** The session that this device leads and that was not ended here, the latest if there are several. */
export async function runningSession(): Promise<LedSession | undefined> {
	const open = await device.sessions.filter(({ endedAt }) => endedAt === undefined).toArray();
	return open.sort((a, b) => b.leadsSince - a.leadsSince)[0];
}

/** The session that runs, else the one that this device led last. */
export async function latestSession(): Promise<LedSession | undefined> {
	const all = await device.sessions.toArray();
	return (await runningSession()) ?? all.sort((a, b) => b.leadsSince - a.leadsSince)[0];
}

/** A session that this device leads or led; undefined where it knows none of this id. */
export async function ledSession(id: string): Promise<LedSession | undefined> {
	return device.sessions.get(id);
}

/** Is it over by this device's clock, though nobody ended it? */
export function isForgotten(session: LedSession, now = Date.now()): boolean {
	return !isOn(session, now) && now > session.endsAt;
}

/** She begins to close a session, or goes on with it after all. */
export async function noteClosing(id: string, isClosing: boolean, now = Date.now()): Promise<void> {
	await device.sessions
		.where('id')
		.equals(id)
		.modify((session) => {
			if (isClosing) session.closingSince ??= now;
			else delete session.closingSince;
		});
}

/** Ends a session on this device. Its list stays, and what waits goes on its way. */
export async function endSession(id: string, now = Date.now()): Promise<void> {
	await device.sessions.update(id, { endedAt: now });
	await sessionClosed(now);
}
