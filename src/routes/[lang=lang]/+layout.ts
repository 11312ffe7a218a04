import { citizenWords } from '$lib/i18n/translator.ts';

/** Greeting needs few words; learning has words of its own, and so has what this phone keeps, tells and hands over. */
const plain = /^\/\[lang=lang\]\/?(not-here)?$/;
const learning = /\/learn(?!.*\/proof)/;

/** Groups of words that a page needs beyond those of every page. */
function groupsOf(id: string): ('lesson' | 'phone' | 'lab' | 'trainer')[] {
	if (plain.test(id)) return [];
	if (learning.test(id)) return ['lesson'];
	if (/\/trainer\/session$/.test(id)) return ['phone', 'lab', 'trainer'];
	return /\/session$/.test(id) ? ['phone', 'lab'] : ['phone'];
}

export const load = async ({ data, route }) => {
	const id = route.id ?? '';
	const groups = groupsOf(id);
	return { ...data, t: await citizenWords(data.lang, ...groups) };
};
