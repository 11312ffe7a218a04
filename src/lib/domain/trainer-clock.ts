/**
 * The time of the city as a device without internet reckons it. Its own clock may be years off, be set right later, or
 * be set back by somebody who wants more days. A year that a clock is off locks nobody out, and no clock makes a day
 * longer than it is for ever: what is set back counts as passed, up to a day each time.
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

function passed({ city, atCity, reckoned, seen }: CityClock, now: number): number {
	const onward = now - seen;
	if (onward < 0) return Math.min(-onward, day);
	// by the same clock as when the city was heard, or by one that was set right since: what lies before that hour is none
	const hours = [city + now - atCity, now].filter((hour) => hour >= city);
	return Math.min(onward, ...hours.map((hour) => Math.max(0, hour - reckoned)));
}
