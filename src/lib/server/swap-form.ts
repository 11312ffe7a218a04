/** The form of the city's swap fields: what is left empty stays as the lessons have it. */
import { languageNames, languages } from '../domain/language.ts';
import {
	swapFacts,
	swapNames,
	swapsSchema,
	type SwapField,
	type Swaps
} from '../domain/swap-fields.ts';
import { readForm, textOf, type FormProblems } from './form-problems.ts';

/** What was typed, or what stands there, by the name of its form field: `phone`, or `office-es` for a name. */
export type TypedSwaps = Record<string, string>;

/** Swap fields as their form shows them. */
export function typedSwaps(swaps: Swaps): TypedSwaps {
	return Object.fromEntries(
		Object.entries(swaps).flatMap(([field, value]) =>
			typeof value === 'string'
				? [[field, value]]
				: Object.entries(value).map(([lang, name]) => [`${field}-${lang}`, name])
		)
	);
}

/**
 * Reads the form. A name in a language for which there is no form field stays as it is in `before`. Values with which a
 * lesson could not be read or practised are a problem that names the lesson.
 */
export async function readSwapForm(
	form: FormData,
	before: Swaps
): Promise<{ typed: TypedSwaps } & ({ values: Swaps } | { problems: FormProblems })> {
	const typed: TypedSwaps = typedSwaps(before);
	for (const [name, value] of form) {
		if (isSwapField(name) && typeof value === 'string') typed[name] = textOf(form, name);
	}
	const given = Object.entries(typed).filter(([, value]) => value.trim() !== '');
	const problems: FormProblems = {};
	const swaps: Record<string, string | Record<string, string>> = {};
	for (const [name, value] of given) {
		const [field = '', lang] = name.split('-');
		const read = readForm(swapsSchema, { [field]: lang === undefined ? value : { [lang]: value } });
		if ('problems' in read) problems[name] = { code: `swap.${field}` };
		else {
			const kept = read.values[field as SwapField];
			swaps[field] =
				typeof kept === 'object'
					? { ...(swaps[field] as Record<string, string>), ...kept }
					: (kept ?? '');
		}
	}
	if (Object.keys(problems).length > 0) return { typed, problems };
	if (given.length === 0) return { typed, values: {} };
	// all lessons: only where they are needed
	const { swapProblem } = await import('./lessons.ts');
	const problem = await swapProblem(swaps as Swaps);
	if (!problem) return { typed, values: swaps as Swaps };
	const { field, lang, title } = problem;
	const name = field === 'office' || field === 'city' ? `${field}-${lang}` : field;
	const lesson = `${title} (${languageNames[lang]})`;
	return { typed, problems: { [name]: { code: 'swap.lesson', lesson } } };
}

function isSwapField(name: string): boolean {
	const [field = '', lang] = name.split('-');
	if (lang === undefined) return swapFacts.some((fact) => fact === field);
	return swapNames.some((each) => each === field) && languages.some((each) => each === lang);
}
