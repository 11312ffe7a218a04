import { citizenWords } from '$lib/i18n/translator.ts';

// the keys of the queue, who else is here, and what is being written; without script all else works as before
export const csr = true;

/** With the words of the citizen's own page, for whoever writes to her: she sees how it will look there. */
export const load = async ({ data }) => {
	const lang = data.phone;
	const page = data.may.answer ? { lang, t: await citizenWords(lang, 'phone') } : undefined;
	return { ...data, page };
};
