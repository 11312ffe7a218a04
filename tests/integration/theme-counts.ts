import { expect } from 'vitest';
import type { Database } from '../../src/lib/server/database.ts';

/** The kept counts are those of a count of all rows, but for needs that are hidden. */
export async function expectRightCounts(db: Database): Promise<void> {
	const kept = await db
		.selectFrom('theme_counts')
		.select(['theme', 'part', 'value', 'count'])
		.where('count', '<>', 0)
		.execute();
	const rows = await db
		.selectFrom('theme_needs')
		.innerJoin('needs', 'needs.id', 'theme_needs.need')
		.select(['theme', 'needs.place', 'needs.lang', 'needs.received_at'])
		.where('removed', '=', false)
		.where('state', '<>', 'hidden')
		.execute();
	const counted = new Map<string, number>();
	for (const { theme, place, lang, received_at } of rows) {
		const day = new Date(received_at.toISOString().slice(0, 10));
		day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
		const week = day.toISOString().slice(0, 10);
		for (const kind of ['all ', `week ${week}`, `place ${place ?? '_'}`, `lang ${lang}`]) {
			counted.set(`${theme} ${kind}`, (counted.get(`${theme} ${kind}`) ?? 0) + 1);
		}
	}
	const found = kept.map(({ theme, part, value, count }) => [`${theme} ${part} ${value}`, count]);
	expect(Object.fromEntries(found)).toEqual(Object.fromEntries(counted));
}
