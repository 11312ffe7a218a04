import { calendarFile } from '$lib/domain/calendar-file.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { eventOf, readPhases, whatOf } from '$lib/server/phases.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import type { RequestHandler } from './$types';

/** The phases of all challenges and all surveys, or of one challenge, for any calendar. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'numbers.read');
	const { db } = city();
	const [t, settings] = await Promise.all([staffWords(lang), readSettings(db)]);
	const phases = await readPhases(db, url.searchParams.get('challenge') ?? undefined);
	const events = phases.map((phase) =>
		eventOf(phase, {
			title: `${t(`phases.kinds.${phase.kind}`)}: ${whatOf(phase, [lang, ...settings.languages]).what}`,
			place: cityNameIn(settings, lang),
			url: `${url.origin}/staff/${phase.challenge ? `challenges/${phase.challenge}` : `surveys/${phase.id}`}`
		})
	);
	return new Response(calendarFile(t('phases.title'), events), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'attachment; filename="plaza-challenges.ics"',
			'cache-control': 'no-store'
		}
	});
};
