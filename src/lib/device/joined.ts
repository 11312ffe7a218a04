/** The session that whoever uses this phone has joined: what she tells and learns until its end belongs to it. */
import { isJoined, type Joined } from '../domain/held-session.ts';
import { readFact } from './database.ts';

/** The fact under which it lies; leaving the phone deletes it. */
export const joinedFact = 'joined';

/** The fact under which the number lies that her trainer's group knows her by (domain/member.ts); leaving deletes it. */
export const memberFact = 'member';

/** The fact under which it lies how far she is in it (session/state.ts); leaving deletes it. */
export const placeFact = 'place';

/** The fact of a tablet that stands in a session (session/join-tablet.ts); leaving does not delete it. */
export const tabletFact = 'tablet';

/** Was this tablet put into a session, for everybody who uses it? */
export async function wasPutIntoSession(): Promise<boolean> {
	return (await readFact(tabletFact)) !== undefined;
}

/** The fact under which her vote in the session's workshop lies (session/vote.ts); leaving deletes it. */
export const voteFact = 'vote';

/** The fact under which her answers to surveys lie (surveys.ts). */
export const surveysFact = 'surveys';

/** The fact under which it lies what she supports (supports.ts). */
export const supportsFact = 'supports';

/** The fact under which it lies what she thinks of statements (opinions.ts). */
export const opinionsFact = 'opinions';

/** The fact under which it lies what she puts first, also while she chooses (priorities.ts). */
export const prioritiesFact = 'priorities';

/** The facts under which her ideas lie, and those that she has only begun (ideas.ts). */
export const ideasFact = 'ideas';
export const ideaDraftsFact = 'ideaDrafts';

/** The fact under which it lies, as it was told, what she learnt, took part in and how sure she felt (told.ts). */
export const toldFact = 'told';

/** Facts that leaving takes into her space; each is an object with an entry for each thing. */
export const herFacts = [
	surveysFact,
	supportsFact,
	opinionsFact,
	prioritiesFact,
	ideasFact,
	ideaDraftsFact,
	toldFact
];

/** The session that this phone is in now; undefined where it is in none, or where it is over. */
export async function readJoined(now = Date.now()): Promise<Joined | undefined> {
	const joined = await readFact<Joined>(joinedFact);
	return joined && isJoined(joined, now) ? joined : undefined;
}

/** What envelopes say of it; nothing where there is none. It may be asked in a transaction over the facts. */
export async function sessionFields(
	now: number
): Promise<{ lab?: string; session?: string; person?: string }> {
	const joined = await readJoined(now);
	return joined ? { lab: joined.lab, session: joined.id, person: joined.person } : {};
}
