import { addressOf, writeBadge } from '$lib/domain/held-badge.ts';
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
	const written = writeBadge({ ...envelope.body, ...issued, name, salt });
	return {
		title: module.title,
		name,
		lessons: module.lessons.map(({ title }) => title),
		witness: t('proof.alone'),
		city,
		date: new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long' }).format(
			issued.issuedAt * 1000
		),
		address: addressOf(issued.address ?? location.origin, lang, written)
	};
}
