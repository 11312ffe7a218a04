/** The eight languages of Plaza: their codes, own names and directions. */
export const languages = ['ca', 'es', 'it', 'fr', 'nl', 'en', 'pt', 'ar'] as const;

export type Language = (typeof languages)[number];

/** Each language by its own name, as its speakers write it. */
export const languageNames: Record<Language, string> = {
	ca: 'Català',
	es: 'Español',
	it: 'Italiano',
	fr: 'Français',
	nl: 'Nederlands',
	en: 'English',
	pt: 'Português',
	ar: 'العربية'
};

/** Is this one of the eight? */
export function isLanguage(value: unknown): value is Language {
	return languages.includes(value as Language);
}

/** Which way a language is written. */
export function directionOf(language: string): 'ltr' | 'rtl' {
	return language === 'ar' ? 'rtl' : 'ltr';
}

/**
 * The languages in the order in which a person is likely to want them: those that her browser asks for
 * (an Accept-Language header, RFC 9110) first, then the others in their usual order.
 */
export function orderLanguages(
	acceptLanguage: string | null,
	offered: readonly Language[] = languages
): Language[] {
	const wanted = (acceptLanguage ?? '')
		.split(',')
		.map((part) => {
			const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
			const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
			return {
				tag: tag.split('-')[0] ?? '',
				weight: quality ? Number(quality.trim().slice(2)) : 1
			};
		})
		.filter(({ tag, weight }) => weight > 0 && offered.includes(tag as Language))
		.sort((a, b) => b.weight - a.weight)
		.map(({ tag }) => tag as Language);
	return [...new Set([...wanted, ...offered])];
}

/** The locale for dates, numbers and plural forms: Arabic with the digits 0 to 9, the same on every phone. */
export function localeOf(language: string): string {
	return language === 'ar' ? 'ar-u-nu-latn' : language;
}
