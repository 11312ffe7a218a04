/** A theme's numbers as a file: the same as on its page, the same ones hidden. */
import { nowhere } from '../domain/theme.ts';
import type { ThemeNumbers } from './theme-view.ts';

/** The names of the columns are the same in every language, so that a program that reads them goes on. */
const columns = ['part', 'key', 'name', 'needs'];

/** One line for each row of each table; an empty number is under five, an empty key no neighbourhood. */
export function themeLines(
	{ total, weeks, places, langs }: ThemeNumbers,
	names: Map<string, string>
): (string | number | null)[][] {
	return [
		columns,
		['all', '', null, total],
		...weeks.map(({ value, count }) => ['week', value, null, count]),
		...places.map(({ value, count }) => [
			...['place', value === nowhere ? '' : value, names.get(value) ?? null, count]
		]),
		...langs.map(({ value, count }) => ['lang', value, null, count])
	];
}
