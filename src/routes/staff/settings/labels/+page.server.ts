import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { labelProblems, labelStates, readLabelWords, stateIn } from '$lib/server/label-form.ts';
import {
	addLabel,
	listLabels,
	moveLabel,
	nameLabel,
	renameLabel,
	retireLabel,
	type LabelProblem
} from '$lib/server/labels.ts';
import { readSettings } from '$lib/server/settings.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'settings.write');
	const { db } = city();
	const [labels, settings] = await Promise.all([listLabels(db), readSettings(db)]);
	return {
		labels: labels.map((label) => ({
			...label,
			name: nameLabel(label, lang, settings.languages),
			missing: settings.languages.filter((each) => !label.words[each])
		})),
		languages: settings.languages,
		states: labelStates,
		changing: url.searchParams.get('change'),
		saved: url.searchParams.has('saved')
	};
};

export const actions = {
	add: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const words = readLabelWords(form);
		const state = stateIn(textOf(form, 'state'));
		const problems = labelProblems(words, textOf(form, 'state'));
		const typed = { words, state: textOf(form, 'state') };
		if (!state || Object.keys(problems).length > 0) return fail(400, { typed, problems });
		const id = await addLabel(city().db, { state, words }, { id: randomUUID(), staff });
		if (!id) return fail(409, { typed, problems: { words: { code: 'too-many' } } });
		redirect(303, '/staff/settings/labels?saved');
	},
	change: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const id = textOf(form, 'id');
		const words = readLabelWords(form);
		const problems = labelProblems(words, 'read');
		const typed = { words, state: '' };
		const was = readLabelWords(form, 'was');
		if (Object.keys(problems).length > 0) return fail(400, { id, typed, was, problems });
		return finish(await renameLabel(city().db, { id, was, words, staff }), { id, typed });
	},
	retire: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const asked = { id: textOf(form, 'id'), retired: textOf(form, 'retired') === 'yes', staff };
		return finish(await retireLabel(city().db, asked));
	},
	move: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'settings.write').id;
		const form = await request.formData();
		const by = textOf(form, 'by') === 'up' ? -1 : 1;
		return finish(await moveLabel(city().db, { id: textOf(form, 'id'), by, staff }));
	}
};

function finish<Kept extends object>(refusal: LabelProblem | undefined, kept?: Kept) {
	if (refusal?.problem === 'unknown') error(404, 'not-found');
	if (refusal) return fail(409, { ...kept, refused: refusal.problem });
	redirect(303, '/staff/settings/labels?saved');
}
