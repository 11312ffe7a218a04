import { browser } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';

/** Without script the page comes with the part that tells what became of a need; with script that part is brought by itself. */
export const load = async ({ data, params }) => {
	if (browser) return { ...data, plain: undefined };
	const [{ default: Became }, t] = await Promise.all([
		import('../../neighbourhood/Became.svelte'),
		citizenWords(params.lang as Language, 'phone', 'lab')
	]);
	return { ...data, plain: { Became, t } };
};
