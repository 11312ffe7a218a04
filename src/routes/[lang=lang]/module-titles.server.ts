import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { listModules } from '$lib/server/lessons.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';

/** The titles of a language's modules by their slugs, in their order. */
export async function moduleTitles(lang: string): Promise<Record<string, string>> {
	const modules = listModules(lang as Language, await readSwaps(city().db));
	return Object.fromEntries(modules.map(({ slug, title }) => [slug, title]));
}
