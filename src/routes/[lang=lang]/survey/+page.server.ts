import { error, fail } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { inOneLanguage } from '$lib/domain/survey.ts';
import { unfitAnswer, type Answers } from '$lib/domain/survey-answer.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listNeighbourhoods } from '$lib/server/neighbourhoods.ts';
import { newAnswerIdentity, readAnswers, receiveAnswers } from '$lib/server/receive-answer.ts';
import { readSettings } from '$lib/server/settings.ts';
import { sayInHead } from '$lib/server/public-head.ts';
import { publishedSurveys } from '$lib/server/surveys.ts';

/** What the city asks now, each survey in one language: the page's, where somebody wrote it. */
export const load = async ({ params, locals }) => {
	const { db } = city();
	const [open, neighbourhoods, { languages }] = await Promise.all([
		publishedSurveys(db),
		listNeighbourhoods(db),
		readSettings(db)
	]);
	const surveys = open.flatMap((each) => {
		const written = inOneLanguage(each.survey, [params.lang as Language, ...languages]);
		return written ? [{ ...each, survey: written.survey, own: written.lang }] : [];
	});
	const lang = params.lang as Language;
	const t = await citizenWords(lang, 'lab');
	await sayInHead(locals, {
		...{ lang, path: '/survey', picture: `/${lang}/share/neighbourhood.png` },
		title: t('survey.title'),
		about:
			surveys.map(({ survey }) => Object.values(survey.title)[0]).join(' · ') || t('survey.none')
	});
	return { surveys, neighbourhoods };
};

export const actions = {
	/** Without the page's script: what was chosen comes back to be looked at, with the identity that a second tap has too. */
	check: async ({ request }) => {
		const { form, asked } = await askedIn(request);
		const answers = readAnswers(asked.survey, form);
		const unfit = unfitAnswer(asked.survey, answers);
		if (unfit) return fail(422, { view: 'ask' as const, survey: asked.id, answers, unfit });
		return checkPage(asked.id, answers, newAnswerIdentity(new Date()));
	},
	send: async ({ request, params, getClientAddress }) => {
		const { form, asked } = await askedIn(request);
		const answers = readAnswers(asked.survey, form);
		const [now, address] = [new Date(), getClientAddress()];
		const taken = await receiveAnswers(city(), asked, answers, form, params.lang, now, address);
		const identity = { id: textOf(form, 'id'), by: textOf(form, 'by') };
		if (!taken) return fail(503, { ...checkPage(asked.id, answers, identity), isLate: true });
		return { view: 'sent' as const, survey: asked.id, taken };
	}
};

async function askedIn(request: Request) {
	const form = await request.formData();
	const open = await publishedSurveys(city().db);
	const asked = open.find(({ id }) => id === textOf(form, 'survey'));
	return asked ? { form, asked } : error(404, 'not-found');
}

function checkPage(survey: string, answers: Answers, identity: { id: string; by: string }) {
	return { view: 'check' as const, survey, answers, identity };
}
