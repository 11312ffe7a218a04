import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { sayBriefly } from '$lib/server/public-head.ts';
import { modulesInList } from './learn/outline.server.ts';

/** Of the modules only what "go on" needs: this page comes first. */
export const load = async ({ params, locals }) => {
	const lang = params.lang as Language;
	const t = await citizenWords(lang);
	sayBriefly(locals, `${t('home.learn')} · ${t('home.tell')}`);
	const modules = await modulesInList(lang);
	return { modules: modules.map(({ slug, title, lessons }) => ({ slug, title, lessons })) };
};
