import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { publishedLab } from '$lib/server/published-calendar.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedReplies, showReplies } from '$lib/server/public-replies.ts';
import { publishedChallenges, showChallenges } from '$lib/server/published-challenges.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import { drawQr, quietZone } from '$lib/ui/qr.ts';

/** As many as are read from across a room. */
const mostAsked = 3;

/** What a neighbourhood asks for and what the city did, on a sheet of paper for the door of a lab. */
export const load = async ({ params, url, locals }) => {
	const { db, origin } = city();
	const lang = params.lang as Language;
	const lab = (await publishedLab(db, params.lab)) ?? error(404);
	const place = lab.place ?? undefined;
	const [challenges, replies, settings, names] = await Promise.all([
		publishedChallenges(db, new Date(), { place }),
		publishedReplies(db, place),
		readSettings(db),
		neighbourhoodNames(db)
	]);
	/** What is of this neighbourhood, before what is of the whole city; all of it where a lab has none. */
	const near = <T extends { place: string | null }>(all: readonly T[]) =>
		all.toSorted((a, b) => Number(b.place === lab.place) - Number(a.place === lab.place));
	const t = await citizenWords(lang, 'lab');
	await sayInHead(locals, {
		...{
			lang,
			title: `${t('neighbourhood.poster')} · ${lab.name}`,
			about: t('neighbourhood.lead')
		},
		path: `/neighbourhood/poster/${lab.id}`,
		picture: `/${lang}/share/neighbourhood.png`
	});
	const address = `${origin ?? url.origin}/${lang}/neighbourhood`;
	const { languages } = settings;
	return {
		...{ lab, address, cityName: cityNameIn(settings, lang), languages },
		code: { ...drawQr(address), quiet: quietZone },
		challenges: showChallenges(
			near(challenges.filter(({ isOpen }) => isOpen)),
			lang,
			languages,
			names
		).slice(0, mostAsked),
		reply: showReplies(near(replies).slice(0, 1), lang, languages, names)[0]
	};
};
