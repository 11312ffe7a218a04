import type { Language } from '$lib/domain/language.ts';
import { city } from '$lib/server/city.ts';
import { listLabs } from '$lib/server/labs.ts';
import { mostWeeks, type SessionChoices } from '$lib/server/session-form.ts';
import { moduleTitles } from '$lib/server/step-names.ts';

/** What a member of the staff can choose for a session, as it is shown and as it is read. */
export async function sessionChoices(lang: Language) {
	const labs = (await listLabs(city().db)).filter(({ closedAt }) => closedAt === null);
	const modules = [...moduleTitles(lang)].map(([slug, title]) => ({ slug, title }));
	const choices: SessionChoices = {
		labs: new Set(labs.map(({ id }) => id)),
		modules: new Set(modules.map(({ slug }) => slug))
	};
	const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return { shown: { labs, modules, zone, mostWeeks }, choices };
}
