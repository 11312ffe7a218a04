/** What she said and began of her neighbourhood at several visits of a shared phone, put together when her card opens them. */
import { ideaDraftsFact } from './joined.ts';

type Thing = { words?: string; answers?: object; told?: unknown };

/** What lay under a fact at each visit, the last one last: of what was begun twice nothing is pushed aside. */
export function joinVisits(fact: string, visits: object[]): object {
	const all: Record<string, Thing> = {};
	for (const [of, now] of visits.flatMap((visit) => Object.entries<Thing>(visit as never))) {
		const before = all[of] ?? now;
		all[of] = {
			// answers that the city has are corrected, so that she is counted once
			...(before.told && !now.told ? before : now),
			...(now.answers && { answers: { ...before.answers, ...now.answers } }),
			...(fact === ideaDraftsFact && { words: bothOf(before.words ?? '', now.words ?? '') })
		};
	}
	return all;
}

function bothOf(before: string, now: string): string {
	return before === now || !before.trim() ? now : `${before.trim()}\n${now}`;
}
