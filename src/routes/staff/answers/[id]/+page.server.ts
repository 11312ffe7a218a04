import { error, redirect } from '@sveltejs/kit';
import { fillIn } from '$lib/domain/answer.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { isLanguage, type Language } from '$lib/domain/language.ts';
import {
	readBatchFor,
	readTargets,
	type AnswerBatch,
	type AnswerTarget
} from '$lib/server/answers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { listLabels, nameLabel } from '$lib/server/labels.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { saidOfAnswer } from '$lib/server/said-publicly.ts';
import { sendAnswers } from '$lib/server/send-answers.ts';
import { cityNameIn, readSettings } from '$lib/server/settings.ts';
import { voiceActions } from './voices.server.ts';

export const load = async ({ locals, params, url }) => {
	const staff = signedInWith(locals, 'needs.answer');
	const { db } = city();
	const batch = (await readBatchFor(db, staff, params.id)) ?? error(404, 'not-found');
	const [targets, labels, settings, places, said] = await Promise.all([
		readTargets(db, batch.id),
		listLabels(db),
		readSettings(db),
		neighbourhoodNames(db),
		saidOfAnswer(db, batch.id)
	]);
	const wordsFor = (lang: Language, { place, receivedAt, number }: AnswerTarget) =>
		fillIn(batch.texts[lang] ?? '', lang, {
			place: (place && places.get(place)) || cityNameIn(settings, lang),
			...{ receivedAt, number }
		});
	const label = labels.find(({ id }) => id === batch.label);
	const byLanguage = [...Map.groupBy(targets, ({ lang }) => lang)];
	return {
		batch: { id: batch.id, kind: batch.kind, begunAt: batch.begunAt },
		/** What the needs will be called; one that ended before it was sent is not given. */
		label:
			label && (batch.begunAt || !label.retired)
				? nameLabel(label, staff.lang, settings.languages)
				: null,
		isOwn: batch.staff === staff.id,
		mayPublish: mayDo(staff.role, 'publish'),
		said,
		many: targets.length,
		sent: targets.filter(({ result }) => result === 'sent').length,
		waiting: targets.filter(({ result }) => result === null).length,
		previews: byLanguage
			.map(([lang, ofLang]) => ({
				lang,
				many: ofLang.length,
				others: ofLang.filter(({ spoken }) => spoken.split('-')[0] !== lang).length,
				// as the first of them will read it
				words: wordsFor(lang, ofLang[0] as AnswerTarget),
				voice: voiceOf(batch, lang)
			}))
			.sort((a, b) => b.many - a.many),
		leftOut: targets.flatMap(({ need, number, result, isOld }) => {
			const why = result ?? (isOld ? 'changed' : 'sent');
			return why === 'sent' ? [] : [{ need, number, why }];
		}),
		/** The languages whose voices were let go when the words were written anew. */
		unsaid: (url.searchParams.get('unsaid') ?? '').split(',').filter(isLanguage)
	};
};

/** The voice as the news of a need tells it, but for the key: nobody has one yet. */
function voiceOf({ voices }: AnswerBatch, lang: Language) {
	const voice = voices[lang];
	return voice && { key: '', size: voice.size, type: voice.type };
}

export const actions = {
	/** One tap; a second one, or one after a power cut, goes on and sends nothing twice. */
	send: async ({ locals, params }) => {
		const staff = signedInWith(locals, 'needs.answer');
		const { db } = city();
		// whoever does not reach its needs would leave them all out
		const batch = (await readBatchFor(db, staff, params.id)) ?? error(404, 'not-found');
		// what is only prepared is its writer's
		if (!batch.begunAt && batch.staff !== staff.id) error(403, 'forbidden');
		await sendAnswers(db, batch.id, staff.id);
		redirect(303, `/staff/answers/${batch.id}`);
	},
	...voiceActions
};
