import { citizenWords } from '$lib/i18n/translator.ts';

/** Greeting needs few words; learning has words of its own, so have sessions, and so has what this phone keeps, tells and hands over. */
const plain = /^\/\[lang=lang\]\/?(not-here)?$/;
const learning = /\/learn(?!.*\/proof)/;
const trainers = /\/trainer/;
const joining = /\/session$/;
const calendar = /\/sessions(\/|$)/;

export const load = async ({ data, route }) => {
	return { ...data, t: await citizenWords(data.lang, ...groupsOf(route.id ?? '')) };
};

function groupsOf(id: string): ('lesson' | 'phone' | 'lab' | 'trainer')[] {
	if (plain.test(id)) return [];
	if (joining.test(id)) return trainers.test(id) ? ['phone', 'lab', 'trainer'] : ['phone', 'lab'];
	if (calendar.test(id)) return ['lab'];
	if (trainers.test(id)) return ['phone', 'trainer'];
	return [learning.test(id) ? 'lesson' : 'phone'];
}
