/** What can be asked of a session that is held: its code, whether it is on, until when a phone stays joined. */
import { alphabet } from './crockford.ts';
import { fromBase64Url, hashText } from './fingerprint.ts';
import { clockSlack, type HeldSession } from './held-session.ts';
import { timeOfId } from './id.ts';

/** People go on for a while after the end; phones stay joined so long, in milliseconds. */
export const grace = 2 * 60 * 60_000;

/** Hours that a session can be planned to last when it is started. */
export const sessionHours = [1, 2, 3, 4] as const;

/** When a session was started, in milliseconds since 1970. */
export function startOf({ id }: Pick<HeldSession, 'id'>): number {
	return timeOfId(id);
}

/** The six characters by which people see that it is the same session: 30 bits of the hash of its id. */
export function sessionCode({ id }: Pick<HeldSession, 'id'>): string {
	const bytes = fromBase64Url(hashText(id));
	return Array.from(bytes.subarray(0, 6), (byte) => alphabet[byte & 31]).join('');
}

/** Is a session going on, by this clock: begun, and not over for longer than the grace? */
export function isOn(session: HeldSession, now: number): boolean {
	return now > startOf(session) - clockSlack && now < session.endsAt + grace;
}

/**
 * Until when a phone that joins now stays joined, by its own clock. Where that clock is so far off that the session would
 * not be on, it stays as long as the session lasts altogether.
 */
export function untilHere(session: HeldSession, now: number): number {
	return isOn(session, now)
		? session.endsAt + grace
		: now + session.endsAt - startOf(session) + grace;
}
