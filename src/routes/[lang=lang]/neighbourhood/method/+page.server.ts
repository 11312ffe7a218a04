import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { sayInHead } from '$lib/server/public-head.ts';

/** What stands there are words alone. */
export const load = async ({ params, locals }) => {
	const lang = params.lang as Language;
	const t = await citizenWords(lang, 'lab');
	await sayInHead(locals, {
		...{ lang, title: t('method.title'), about: t('method.name.text') },
		path: '/neighbourhood/method',
		picture: `/${lang}/share/neighbourhood.png`
	});
};
