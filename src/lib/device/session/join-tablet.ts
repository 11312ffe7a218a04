/**
 * A tablet of several people that stands in a session until its end: a fact of the tablet and of nobody. Each person enters
 * as herself by her picture card (`join`), and what is hers goes when she is finished.
 */
import { clockSlack, type HeldSession } from '../../domain/held-session.ts';
import { untilHere } from '../../domain/session-hours.ts';
import { device, readFact, writeFact } from '../database.ts';
import { tabletFact } from '../joined.ts';

type Standing = { session: HeldSession; since: number; until: number };

/** The session in which this tablet stands, and whether it is over by now; undefined where it stands in none. */
export async function readTablet(
	now = Date.now()
): Promise<{ session: HeldSession; isOver: boolean } | undefined> {
	const standing = await readFact<Standing>(tabletFact);
	if (!standing) return undefined;
	const { session, since, until } = standing;
	// a clock that was set far back says nothing about the end
	return { session, isOver: now >= until || now <= since - clockSlack };
}

/** Puts the tablet into a session, until its end as it was reckoned first; another session takes the place of the last one. */
export async function standIn(session: HeldSession, now = Date.now()): Promise<void> {
	const before = await readTablet(now);
	if (before?.session.id === session.id && !before.isOver) return;
	const { id, lab, labName, endsAt, modules, languages, root } = session;
	const standing: Standing = {
		session: { id, lab, labName, endsAt, modules, languages, root },
		since: now,
		until: untilHere(session, now)
	};
	await writeFact(tabletFact, standing);
}

/** Takes the tablet out of the session. Who is in it now stays in it. */
export async function takeOut(): Promise<void> {
	await device.facts.delete(tabletFact);
}
