import { browser } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';

/** Without script the page comes with the part that tells what became of a need or an idea; with script that is brought by itself. */
export const load = async ({ params }) => {
	if (browser) return { plain: undefined };
	const [{ default: Part }, t] = await Promise.all([
		import('../../neighbourhood/ByCode.svelte'),
		citizenWords(params.lang as Language, 'phone', 'lab')
	]);
	return { plain: { Part, t } };
};
