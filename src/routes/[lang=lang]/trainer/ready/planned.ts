/** The sessions that are planned in her labs, as the city's feed says them. */
import * as v from 'valibot';
import { feedSchema } from '$lib/domain/feed.ts';
import { plannedSessionSchema, type PlannedSession } from '$lib/domain/session.ts';

/** So many pages of the feed at most: a city has a few hundred publications. */
const mostPages = 40;

/**
 * What is still to come in these labs, the next one first.
 * @throws when the city cannot be asked
 */
export async function readPlanned(
	labs: readonly string[],
	now = Date.now()
): Promise<PlannedSession[]> {
	const found = new Map<string, PlannedSession>();
	let since = '';
	for (let page = 0; page < mostPages; page++) {
		const response = await fetch(`/api/feed${since && `?since=${since}`}`, { redirect: 'error' });
		const { publications, cursor, more } = v.parse(feedSchema, await response.json());
		for (const { id, kind, body } of publications) {
			if (kind !== 'session') continue;
			found.delete(id);
			if (v.is(plannedSessionSchema, body)) found.set(id, body);
		}
		since = encodeURIComponent(cursor);
		if (!more) break;
	}
	return [...found.values()]
		.filter(({ lab, endsAt, cancelled }) => {
			return labs.includes(lab) && !cancelled && Date.parse(endsAt) > now;
		})
		.sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt));
}
