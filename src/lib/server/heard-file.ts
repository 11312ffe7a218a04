/** Who is heard as a file: the same numbers as on the page, the same ones hidden. */
import type { Heard } from './heard.ts';

/** The names of the columns are the same in every language, so that a program that reads them goes on. */
const columns = [
	...['part', 'key', 'name', 'needs', 'answered', 'people'],
	...['per_1000_people', 'share_of_needs', 'share_of_people']
];
const noPeople = [null, null, null, null];

/** One line for each row of each list; an empty cell is under five. */
export function heardLines({ total, weeks, parts }: Heard): (string | number | null)[][] {
	return [
		columns,
		['all', '', null, total, null, ...noPeople],
		...weeks.map(({ week, needs, answered }) => [
			...['week', week, null, needs, answered],
			...noPeople
		]),
		...Object.entries(parts).flatMap(([part, rows]) =>
			rows.map((row) => [
				...[part, row.key, row.name, row.needs, null, row.people],
				...[row.needs === null ? null : row.perThousand, row.shareOfNeeds, row.shareOfPeople]
			])
		)
	];
}
