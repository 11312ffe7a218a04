import type { Attendee } from '$lib/domain/attendance.ts';
import type { CitizenWords } from '$lib/i18n/translator.ts';

/** What somebody on the list is called: her nickname, else the place at which she came. */
export function nameOf(
	{ person, nickname }: Attendee,
	list: readonly Attendee[],
	t: CitizenWords
): string {
	const number = list.findIndex((each) => each.person === person) + 1;
	return nickname ?? t('lead.nameless', { number });
}
