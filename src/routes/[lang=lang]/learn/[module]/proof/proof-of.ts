import { badgeNumber } from '$lib/domain/badge-number.ts';
import { addressOf, longestAddress, writeBadge } from '$lib/domain/held-badge.ts';
import { localeOf, type Language } from '$lib/domain/language.ts';
import type { IssuedBadge } from '$lib/domain/badge.ts';
import type { KeptBadge } from '$lib/device/badges.ts';
import type { CitizenWords } from '$lib/i18n/translator.ts';
import type { Proof } from '$lib/ui/proof/proof.ts';

type Page = {
	t: CitizenWords;
	lang: Language;
	module: { title: string; lessons: { title: string }[] };
	city: string;
};

/** What stands on the proof of an issued badge, in the language of the page. */
export function proofOf(
	{ envelope, issued, name, salt }: KeptBadge & { issued: IssuedBadge },
	{ t, lang, module, city }: Page
): Proof {
	const { confirmed, ...first } = issued;
	const date = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long' });
	const addressWith = (signed: typeof issued) => {
		const written = writeBadge({ ...envelope.body, ...signed, name, salt });
		return addressOf(issued.address ?? location.origin, lang, written);
	};
	const whole = addressWith(issued);
	return {
		title: module.title,
		name,
		lessons: module.lessons.map(({ title }) => title),
		witness: confirmed
			? t('proof.confirmed', { by: confirmed.by, date: date.format(confirmed.at * 1000) })
			: t('proof.alone'),
		city,
		date: date.format(issued.issuedAt * 1000),
		// a name of sixty emoji leaves no room for who saw it: then the code says what the first one said
		address: whole.length > longestAddress ? addressWith(first) : whole,
		number: t('proof.number', {
			number: badgeNumber({ ...envelope.body, status: issued.status })
		})
	};
}
