/** Words in the person's language: one i18next instance for each request and page, never a shared one. */
import { createInstance, type TFunction } from 'i18next';
import { localeOf, type Language } from '../domain/language.ts';

export type CitizenWords = TFunction<'citizen'>;
export type StaffWords = TFunction<'staff'>;

type Dictionary = { default: Record<string, unknown> };

const citizen = import.meta.glob<Dictionary>('./citizen/*.json');
const staff = import.meta.glob<Dictionary>('./staff/*.json');

/** The citizens' words of a language; only this language's file is loaded. */
export async function citizenWords(lang: Language): Promise<CitizenWords> {
	return translator('citizen', lang, citizen) as Promise<CitizenWords>;
}

/** The staff's words of a language. */
export async function staffWords(lang: Language): Promise<StaffWords> {
	return translator('staff', lang, staff) as Promise<StaffWords>;
}

async function translator(
	namespace: 'citizen' | 'staff',
	lang: Language,
	files: Record<string, () => Promise<Dictionary>>
): Promise<unknown> {
	const file = files[`./${namespace}/${lang}.json`];
	if (!file) throw new Error(`no words for ${lang}`);
	const words = (await file()).default;
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
