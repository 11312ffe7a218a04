/** What helps to write a reply and sends nothing: a template's words, and a look at how plain the words are. */
import { error, fail } from '@sveltejs/kit';
import { fillIn, withTemplateLabel } from '$lib/domain/answer.ts';
import { isLanguage } from '$lib/domain/language.ts';
import { lengthOf } from '$lib/domain/words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { mayReach } from '$lib/server/reach.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import { readTemplate } from '$lib/server/templates.ts';
import { replyIn, type NeedEvent } from './work.server.ts';

export const replyHelp = {
	check: async ({ request, locals, params }: NeedEvent) => {
		const member = signedInWith(locals, 'needs.answer');
		if (!(await mayReach(city().db, member, params.id))) error(404, 'not-found');
		return { typed: replyIn(await request.formData()) };
	},
	/** Its words in the language that was chosen, filled in for this need, stand behind what is typed. */
	template: async ({ request, locals, params }: NeedEvent) => {
		const member = signedInWith(locals, 'needs.answer');
		const { db } = city();
		const need = (await viewNeed(db, params.id)) ?? error(404, 'not-found');
		if (!(await mayReach(db, member, need.id))) error(404, 'not-found');
		const form = await request.formData();
		const typed = replyIn(form);
		const lang = (typed.lang || need.lang).split('-')[0];
		const template = await readTemplate(db, textOf(form, 'template'));
		const found = isLanguage(lang) ? template?.texts[lang] : undefined;
		if (!template || !found || !isLanguage(lang)) {
			return fail(400, { typed, problems: { template: 'template-none' as const } });
		}
		const [places, settings] = await Promise.all([neighbourhoodNames(db), readSettings(db)]);
		const place = (need.place && places.get(need.place)) || cityNameIn(settings, lang);
		const words = [typed.words, fillIn(found, lang, { ...need, place })]
			.filter(Boolean)
			.join('\n\n');
		return { typed: { ...withTemplateLabel(typed, template), words, length: lengthOf(words) } };
	}
};
