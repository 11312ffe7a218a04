import { citizenWords, type WordGroup } from '$lib/i18n/translator.ts';

/** Greeting needs few words; learning has words of its own, so have sessions, and so has what this phone keeps, tells and hands over. */
const plain = /^\/\[lang=lang\]\/?(not-here)?$/;
const learning = /\/learn(?!.*\/proof)/;

export const load = async ({ data, route }) => {
	return { ...data, t: await citizenWords(data.lang, ...groupsOf(route.id ?? '')) };
};

function groupsOf(id: string): WordGroup[] {
	if (plain.test(id)) return [];
	if (/\/trainer/.test(id)) return ['phone', 'lab', 'trainer'];
	if (/\/(session|neighbourhood|survey)/.test(id)) return ['phone', 'lab'];
	return [learning.test(id) ? 'lesson' : 'phone'];
}
