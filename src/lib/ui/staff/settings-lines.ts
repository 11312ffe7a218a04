/** The city's settings line by line: what stands there, beside what somebody typed. */
import { languageNames, languages } from '../../domain/language.ts';
import { swapFacts, swapNames } from '../../domain/swap-fields.ts';
import type { useStaffWords } from '../../i18n/context.ts';

interface Shown {
	city: { city: string; languages: string[]; neighbourhoods: string };
	swaps: Record<string, string>;
}

/** What each field is called, what stands there now, and what was typed. */
export function settingsLines(t: ReturnType<typeof useStaffWords>, now: Shown, typed: Shown) {
	const chosen = ({ city }: Shown) =>
		languages
			.filter((lang) => city.languages.includes(lang))
			.map((lang) => languageNames[lang])
			.join('\n');
	const names = swapNames.flatMap((field) =>
		languages.map((lang) => [`${t(`swap.${field}`)}, ${languageNames[lang]}`, `${field}-${lang}`])
	);
	const swaps = [...names, ...swapFacts.map((field) => [t(`swap.${field}`), field])];
	return [
		[t('fields.cityName'), now.city.city, typed.city.city],
		[t('fields.languages'), chosen(now), chosen(typed)],
		[t('fields.neighbourhoods'), now.city.neighbourhoods, typed.city.neighbourhoods],
		...swaps.map(([label = '', name = '']) => [
			label,
			now.swaps[name] ?? '',
			typed.swaps[name] ?? ''
		])
	] as [string, string, string][];
}
