import type { RequestEvent } from '@sveltejs/kit';
import { calendarFile } from '$lib/domain/calendar-file.ts';
import type { Language } from '$lib/domain/language.ts';
import { eventOf } from '$lib/domain/shown-session.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { showSession, type Calendar } from '$lib/server/calendar.ts';
import { city } from '$lib/server/city.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';
import { taggedText } from '$lib/server/tagged-text.ts';

/** Answers with sessions as a file for calendars, in the language of its address; asked again, it costs nothing where nothing changed. */
export async function answerCalendar(
	{ params, url }: RequestEvent,
	{ sessions, labs }: Calendar,
	lab?: string
): Promise<Response> {
	const lang = params['lang'] as Language;
	const [t, swaps] = await Promise.all([citizenWords(lang, 'lab'), readSwaps(city().db)]);
	const page = `${city().origin ?? url.origin}/${lang}/sessions`;
	const byId = new Map(labs.map((each) => [each.id, each]));
	const events = sessions.map((row) =>
		eventOf(showSession(row, lang, swaps), byId.get(row.lab), t('sessions.anything'), page)
	);
	const name = lab === undefined ? t('near.sessions') : (byId.get(lab)?.name ?? '');
	const text = calendarFile(`Plaza: ${name}`, events);
	return taggedText(text, 'text/calendar; charset=utf-8');
}
