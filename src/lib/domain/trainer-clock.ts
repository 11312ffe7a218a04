/**
 * The time of the city as a device without internet reckons it. Its own clock may be years off, or start in 2010 after
 * its battery was empty: that locks nobody out. And it may be set back by somebody who wants more days: whatever a clock
 * moves, on or back, counts as passed, in each case up to a day, so that no way of setting it gives time without end.
 */

const day = 24 * 60 * 60_000;

/** What a device knows of the time; all in milliseconds since 1970. */
export type CityClock = {
	/** The city's word when it was heard last, and what the device's clock showed then. */
	city: number;
	atCity: number;
	/** The latest time of the city that was reckoned, and what the device's clock showed then. */
	reckoned: number;
	seen: number;
};

/** A clock that has just heard from the city. */
export function heardFromCity(city: number, now: number): CityClock {
	return { city, atCity: now, reckoned: city, seen: now };
}

/** The clock as it is now; `reckoned` never goes back. */
export function reckon(clock: CityClock, now: number): CityClock {
	return { ...clock, reckoned: clock.reckoned + passed(clock, now), seen: now };
}

/** What counts as passed since the device's clock was seen last. */
function passed({ city, atCity, reckoned, seen }: CityClock, now: number): number {
	const step = now - seen;
	const least = Math.min(Math.abs(step), day);
	if (step < 0) return least;
	if (now < atCity) return step;
	// set back once and right again: the way up is no time
	return Math.min(step, Math.max(least, city + now - atCity - reckoned));
}
