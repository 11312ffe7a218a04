/**
 * A hold: a session is prepared, led or joined on this phone, so the phone stays on the Plaza that it has. It lies where
 * the worker finds it without the phone's memory, which belongs to one version alone.
 */

const day = 24 * 60 * 60_000;

/** The cache in which holds lie, each under `holdPath` and why it is there. */
export const holdCache = 'hold';

/** What holds a version. */
export type HoldReason = 'prepared' | 'led' | 'joined';

/** Milliseconds since 1970, by this phone's clock. */
export interface Hold {
	since: number;
	until: number;
	/** When the prepared session is planned to begin, where that is known. */
	from?: number;
}

/** Where a hold lies in its cache. */
export function holdPath(why: HoldReason): string {
	return `/hold/${why}`;
}

/** Does it hold at this hour? Not after its end, nor when the clock was set back more than a day. */
export function isHolding({ since, until }: Hold, now: number): boolean {
	return now < until && now > since - day;
}

/** Is the prepared session the one that is closed now? One that is planned for another day is not. */
export function endsWithSession({ from }: Hold, now: number): boolean {
	return from === undefined || from < now + day / 2;
}
