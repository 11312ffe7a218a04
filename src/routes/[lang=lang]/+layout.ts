import { citizenWords } from '$lib/i18n/translator.ts';

/** Greeting needs few words; learning has words of its own, so have sessions, and so has what this phone keeps, tells and hands over. */
const plain = /^\/\[lang=lang\]\/?(not-here)?$/;
const learning = /\/learn(?!.*\/proof)/;
const atLab = /\/sessions/;

export const load = async ({ data, route }) => {
	const id = route.id ?? '';
	const groups = plain.test(id)
		? []
		: ([learning.test(id) ? 'lesson' : atLab.test(id) ? 'lab' : 'phone'] as const);
	return { ...data, t: await citizenWords(data.lang, ...groups) };
};
