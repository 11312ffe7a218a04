/** The catalogue of badges: one for each module, in the words of a language. */
import type { Language } from '../domain/language.ts';
import type { CatalogueEntry } from '../domain/open-badge.ts';
import type { Swaps } from '../domain/swap-fields.ts';
import { staffWords } from '../i18n/translator.ts';
import { getLesson, listModules } from './lessons.ts';

/** Is there a badge for this module, in whatever language? */
export function hasBadge(module: string): boolean {
	return listModules('en').some(({ slug }) => slug === module);
}

/** What a badge says of a module, in a language, as this city reads it; in English where the module is not in that one. */
export async function catalogueEntry(
	module: string,
	lang: Language,
	swaps: Swaps
): Promise<CatalogueEntry | undefined> {
	const found = listModules(lang, swaps).find(({ slug }) => slug === module);
	if (!found) return lang === 'en' ? undefined : catalogueEntry(module, 'en', swaps);
	const t = await staffWords(lang);
	const lessons = found.lessons.map(({ title }) => title);
	const list = new Intl.ListFormat(lang).format(lessons);
	const tags = found.lessons.flatMap(({ slug }) => getLesson(lang, module, slug)?.digcomp ?? []);
	return {
		module,
		lang,
		title: found.title,
		description: found.sentences.join(' '),
		narrative: t('credential.narrative', { lessons: list }),
		alone: t('credential.alone'),
		seen: t('credential.seen'),
		digcomp: tags
	};
}
