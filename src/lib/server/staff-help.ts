/** The guide for staff: each member reads the tasks that her role has, and no others. */
import type { Language } from '../domain/language.ts';
import { mayDo, type Role } from '../domain/rights.ts';
import {
	helpTaskNames,
	helpTasks,
	type HelpTask,
	type HelpTaskName
} from '../domain/staff-help.ts';
import { helpWords, type HelpWords } from '../i18n/help-words.ts';
import { doors } from './authorize.ts';

export interface Help extends HelpWords {
	task: HelpTaskName;
	/** The page where the work begins, where there is one. */
	begin: string | null;
}

/** Every task of this role, in the order of the guide. What Plaza has no page for is not explained. */
export async function helpFor(role: Role, lang: Language): Promise<Help[]> {
	const words = await helpWords(lang);
	return helpTaskNames
		.filter((task) => mayDo(role, helpTasks[task].right) && helpTasks[task].route in doors)
		.map((task) => {
			const { begin, route }: HelpTask = helpTasks[task];
			return { task, begin: begin === undefined ? route : begin, ...words(task) };
		});
}

/** The tasks in which every one of these words stands, also a part of one; accents and capitals do not matter. */
export function searchHelp(tasks: readonly Help[], query: string): Help[] {
	const wanted = plain(query).split(/\s+/).filter(Boolean);
	return tasks.filter(({ title, steps, way }) => {
		const text = plain([title, ...steps, way].join('\n'));
		return wanted.every((word) => text.includes(word));
	});
}

function plain(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
