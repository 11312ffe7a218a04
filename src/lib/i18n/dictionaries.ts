/** The citizens' words of a language as they stand in its files, for what looks through all of them. */
import type { Language } from '../domain/language.ts';

const files = import.meta.glob<{ default: unknown }>('./{citizen,lesson,phone,lab}/*.json');

/** One dictionary for each group of words. */
export function citizenDictionaries(lang: Language): Promise<unknown[]> {
	const own = Object.entries(files).filter(([path]) => path.endsWith(`/${lang}.json`));
	return Promise.all(own.map(async ([, load]) => (await load()).default));
}
