/** The guide for staff: words that only the server reads, a page at a time. */
import type { Language } from '../domain/language.ts';
import type { HelpTaskName } from '../domain/staff-help.ts';
import { translator } from './translator.ts';

const files = import.meta.glob<{ default: Record<string, unknown> }>('./{help,staff}/*.json');

export interface HelpWords {
	title: string;
	steps: string[];
	/** What to do when something is in the way. */
	way: string;
}

/** The guide in a language. Pages and buttons stand in it by the very words that they bear: `$t(key)` of the staff's. */
export async function helpWords(lang: Language): Promise<(task: HelpTaskName) => HelpWords> {
	const [help, staff] = await Promise.all(['help', 'staff'].map((folder) => load(folder, lang)));
	const t = (await translator('staff', lang, { ...staff, ...help })) as (
		key: string,
		options: { returnObjects: true }
	) => HelpWords;
	return (task) => t(`helpTasks.${task}`, { returnObjects: true });
}

async function load(folder: string, lang: Language): Promise<Record<string, unknown>> {
	const file = files[`./${folder}/${lang}.json`];
	if (!file) throw new Error(`no words for ${lang}`);
	return (await file()).default;
}
