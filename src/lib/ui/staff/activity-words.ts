/** Sentences for the entries of the log of activity. */
import type { StaffWords } from '../../i18n/translator.ts';

/** What was done, in a sentence; an action that has none yet by its own name. */
export function activityWords(t: StaffWords, action: string): string {
	// actions come from many places as texts; a test sees that each that Plaza writes has its sentence
	return t(`activity.did.${action}` as 'activity.title', { defaultValue: action });
}

/** Where to look at what it was done on; undefined for what has no page, or is shown in words only. */
export function activityLink(subject: string): string | undefined {
	const [noun = '', id = ''] = subject.split(':');
	const pages: Partial<Record<string, string>> = {
		need: '/staff/needs/',
		staff: '/staff/people/',
		session: '/staff/sessions/',
		survey: '/staff/surveys/',
		trainer: '/staff/trainers/'
	};
	const page = pages[noun];
	return page && /^[\w-]+$/.test(id) ? page + id : undefined;
}
