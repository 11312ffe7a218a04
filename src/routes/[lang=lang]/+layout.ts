import { citizenWords } from '$lib/i18n/translator.ts';

/** Pages that learn and greet load none of the words about this phone. */
const plain = /^\/\[lang=lang\]\/?(learn.*|not-here)?$/;

export const load = async ({ data, route }) => ({
	...data,
	t: await citizenWords(data.lang, !plain.test(route.id ?? ''))
});
