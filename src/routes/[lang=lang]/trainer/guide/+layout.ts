import { citizenWords } from '$lib/i18n/translator.ts';

/** The guides have words of their own, too many for every page of a trainer. */
export const load = async ({ parent }) => {
	const { lang } = await parent();
	return { t: await citizenWords(lang, 'phone', 'lab', 'trainer', 'guide') };
};
