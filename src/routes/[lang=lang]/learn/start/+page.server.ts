import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { startTasks } from '$lib/server/start.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { modulesInList } from '../outline.server.ts';

/** The tasks, and the modules out of which lessons are suggested. */
export const load = async ({ params }) => {
	const lang = params.lang as Language;
	const tasks = startTasks(lang, await readSwaps(city().db));
	return { tasks, modules: await modulesInList(lang) };
};
