import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { topics } from '$lib/domain/need.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { listLabels, nameLabel, type Label } from '$lib/server/labels.ts';
import { templateLabels } from '$lib/server/reply-labels.ts';
import { readSettings } from '$lib/server/settings.ts';
import { readTemplateForm } from '$lib/server/template-form.ts';
import { addTemplate, changeTemplate, listTemplates } from '$lib/server/templates.ts';

export const load = async ({ locals, url }) => {
	const { lang } = signedInWith(locals, 'templates.write');
	const { db } = city();
	const [templates, labels, { languages }] = await Promise.all([
		listTemplates(db),
		listLabels(db),
		readSettings(db)
	]);
	const changing = url.searchParams.get('change');
	const nameOf = (label: Pick<Label, 'id' | 'words'>) => nameLabel(label, lang, languages);
	const has = templates.find(({ id }) => id === changing)?.label ?? null;
	const topic = topics.find((each) => each === url.searchParams.get('topic'));
	return {
		templates: templates
			.filter((template) => !topic || template.topic === topic)
			.map(({ called, ...template }) => ({
				...template,
				labelName: called && nameOf(called),
				isLabelEnded: called?.retired === true
			})),
		labels: templateLabels(labels, nameOf, has),
		topic: topic ?? '',
		cityLanguages: languages,
		changing,
		done: url.searchParams.get('done')
	};
};

export const actions = {
	add: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'templates.write').id;
		const read = readTemplateForm(await request.formData(), await listLabels(city().db));
		if ('problems' in read) return fail(400, { ...read, id: undefined });
		await addTemplate(city().db, read.values, staff, new Date());
		redirect(303, '/staff/templates?done=kept');
	},
	/** Looks how plain the words are, and keeps nothing. */
	check: async ({ locals, request }) => {
		signedInWith(locals, 'templates.write');
		const form = await request.formData();
		const seen = textOf(form, 'id') ? seenIn(form) : { id: undefined };
		return { typed: readTemplateForm(form, []).typed, problems: {}, ...seen };
	},
	change: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'templates.write').id;
		const form = await request.formData();
		const seen = seenIn(form);
		const read = readTemplateForm(form, await listLabels(city().db));
		if ('problems' in read) return fail(400, { ...read, ...seen });
		const refusal = await changeTemplate(city().db, seen, read.values, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		if (refusal) return fail(409, { ...read, problems: {}, id: seen.id, isOld: true as const });
		redirect(303, '/staff/templates?done=kept');
	},
	retire: async ({ locals, request }) => {
		const staff = signedInWith(locals, 'templates.write').id;
		const seen = seenIn(await request.formData());
		const refusal = await changeTemplate(city().db, seen, null, staff, new Date());
		if (refusal === 'unknown') error(404, 'not-found');
		redirect(303, `/staff/templates?done=${refusal ?? 'retired'}`);
	}
};

function seenIn(form: FormData): { id: string; revision: number } {
	const id = textOf(form, 'id');
	const revision = Number(textOf(form, 'revision'));
	const isKnown = v.is(idSchema, id) && Number.isSafeInteger(revision) && revision < 2 ** 31;
	return isKnown ? { id, revision } : error(404, 'not-found');
}
