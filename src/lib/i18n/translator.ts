/** Words in the person's language: one i18next instance for each request and page, never a shared one. */
import { createInstance, type TFunction } from 'i18next';
import { localeOf, type Language } from '../domain/language.ts';

export type CitizenWords = TFunction<'citizen'>;
export type StaffWords = TFunction<'staff'>;

/** The words of the first page; those of learning; those of what this phone records, keeps, seals and hands over. */
const near = import.meta.glob<{ default: Record<string, unknown> }>(
	'./{citizen,lesson,phone}/*.json'
);

/** What a page needs beside the first words. */
export type WordGroup = 'lesson' | 'phone' | 'lab' | 'trainer' | 'guide';

/** The citizens' words of a language; only this language's files are loaded, and of them those that the page needs. */
export async function citizenWords(lang: Language, ...groups: WordGroup[]): Promise<CitizenWords> {
	const words = await Promise.all(['citizen', ...groups].map((group) => load(group, lang)));
	return (await translator('citizen', lang, Object.assign({}, ...words))) as CitizenWords;
}

/** The staff's words of a language. */
export async function staffWords(lang: Language): Promise<StaffWords> {
	return (await translator('staff', lang, await load('staff', lang))) as StaffWords;
}

async function load(folder: string, lang: Language): Promise<Record<string, unknown>> {
	const path = `./${folder}/${lang}.json`;
	const file = near[path] ?? (await import('./further.ts')).further[path];
	if (!file) throw new Error(`no words for ${lang}`);
	return (await file()).default;
}

/** Words of a dictionary that was put together by hand; `$t(key)` in them says the words of another key. */
export async function translator(
	namespace: 'citizen' | 'staff',
	lang: Language,
	words: Record<string, unknown>
): Promise<unknown> {
	const instance = createInstance();
	await instance.init({
		lng: localeOf(lang),
		ns: [namespace],
		defaultNS: namespace,
		resources: { [lang]: { [namespace]: words } },
		initAsync: false,
		returnNull: false,
		// Svelte escapes what it prints
		interpolation: { escapeValue: false }
	});
	return instance.t;
}
