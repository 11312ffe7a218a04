import { citizenWords } from '$lib/i18n/translator.ts';

/** What is shown is in the words of the citizen's own page. */
export const load = async ({ data }) => ({
	...data,
	citizen: await citizenWords(data.shown, 'phone', 'lab')
});
