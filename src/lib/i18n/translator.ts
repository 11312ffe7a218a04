/** Words in the person's language: one i18next instance for each request and page, never a shared one. */
import { createInstance, type TFunction } from 'i18next';
import { localeOf, type Language } from '../domain/language.ts';

export type CitizenWords = TFunction<'citizen'>;
export type StaffWords = TFunction<'staff'>;

type Dictionary = { default: Record<string, unknown> };

const citizen = import.meta.glob<Dictionary>('./citizen/*.json');
const lesson = import.meta.glob<Dictionary>('./lesson/*.json');
const phone = import.meta.glob<Dictionary>('./phone/*.json');

/** Words that the first page does without: those of learning; those of what this phone records, keeps, seals and hands over;
 * those of sessions at a lab; those of the trainer, and of her guides. */
const more = {
	lesson: () => lesson,
	phone: () => phone,
	lab: async () => (await import('./further.ts')).lab,
	trainer: async () => (await import('./further.ts')).trainer,
	guide: async () => (await import('./further.ts')).guide
};

/** The citizens' words of a language; only this language's files are loaded, and of them those that the page needs. */
export async function citizenWords(
	lang: Language,
	...groups: (keyof typeof more)[]
): Promise<CitizenWords> {
	const words = await Promise.all([
		load(citizen, 'citizen', lang),
		...groups.map(async (group) => load(await more[group](), group, lang))
	]);
	return (await translator('citizen', lang, Object.assign({}, ...words))) as CitizenWords;
}

/** The staff's words of a language. */
export async function staffWords(lang: Language): Promise<StaffWords> {
	const { staff } = await import('./further.ts');
	return (await translator('staff', lang, await load(staff, 'staff', lang))) as StaffWords;
}

async function load(
	files: Record<string, () => Promise<Dictionary>>,
	folder: string,
	lang: Language
): Promise<Dictionary['default']> {
	const file = files[`./${folder}/${lang}.json`];
	if (!file) throw new Error(`no words for ${lang}`);
	return (await file()).default;
}

async function translator(
	namespace: 'citizen' | 'staff',
	lang: Language,
	words: Dictionary['default']
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
