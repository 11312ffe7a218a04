/** Who is not heard: needs beside the number of people whom the city says there are. */
import type { HeardRow } from './heard.ts';
import { fewest } from './small-numbers.ts';

/** A row beside the people of its neighbourhood or language. All is made of what is shown anyway. */
export interface RatedRow extends HeardRow {
	/** As the city says; null where it says nothing. */
	people: number | null;
	/** Needs per 1,000 people, one decimal; where needs are under five, those of five, of which it has less. */
	perThousand: number | null;
	/** Parts of all rows of the list, in per cent; of needs null where they are under five. */
	shareOfNeeds: number | null;
	shareOfPeople: number | null;
	/** Is its share of the needs less than half its share of the people, for certain? */
	isLess: boolean;
}

/** With fewer needs than so many in a list nobody can be said to be missing. */
const enough = 50;

/**
 * The rows with their rates. A share is of the rows that have people, because the others would have a share of one side
 * only. Where a number is hidden the most that it can be is taken, so that nobody is called less heard by mistake.
 */
export function ratedRows<Row extends HeardRow>(
	rows: readonly Row[],
	people: ReadonlyMap<string, number>
): (Row & RatedRow)[] {
	const compared = rows.filter(({ key }) => people.has(key));
	const allPeople = compared.reduce((sum, { key }) => sum + (people.get(key) ?? 0), 0);
	const allNeeds = compared.reduce((sum, { needs }) => sum + (needs ?? 0), 0);
	return rows.map((row) => {
		const own = people.get(row.key) ?? null;
		const { needs } = row;
		if (own === null) {
			const none = { people: null, perThousand: null, shareOfNeeds: null, shareOfPeople: null };
			return { ...row, ...none, isLess: false };
		}
		const most = needs === null ? fewest - 1 : needs + fewest - 1;
		return {
			...row,
			people: own,
			perThousand: round(((needs ?? fewest) * 1000) / own),
			shareOfNeeds: needs === null ? null : round((needs * 100) / allNeeds),
			shareOfPeople: round((own * 100) / allPeople),
			isLess: allNeeds >= enough && most / allNeeds < own / allPeople / 2
		};
	});
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
