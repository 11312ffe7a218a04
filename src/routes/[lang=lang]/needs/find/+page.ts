import { browser } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';

/** Without script the page comes with the parts that tell what became of a need or an idea; with script they are brought when they are needed. */
export const load = async ({ params }) => {
	if (browser) return { plain: undefined };
	const [{ default: Became }, { default: IdeaNews }, t] = await Promise.all([
		import('../../neighbourhood/Became.svelte'),
		import('../../neighbourhood/IdeaNews.svelte'),
		citizenWords(params.lang as Language, 'phone', 'lab')
	]);
	return { plain: { Became, IdeaNews, t } };
};
