import { fail, redirect } from '@sveltejs/kit';
import { replyKinds, withTemplateLabel } from '$lib/domain/answer.ts';
import { isLanguage } from '$lib/domain/language.ts';
import { readChoice } from '$lib/server/answer-choice.ts';
import { readReplyLabels, readTexts, withTemplate } from '$lib/server/answer-texts.ts';
import { stillSaid } from '$lib/server/answer-voices.ts';
import { prepareAnswers } from '$lib/server/answers.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { labelFor, listLabels, nameLabel } from '$lib/server/labels.ts';
import { replyLabels } from '$lib/server/reply-labels.ts';
import { readSettings } from '$lib/server/settings.ts';
import { offered, readTemplate, templatesFor } from '$lib/server/templates.ts';

export const load = async ({ locals, url }) => {
	const member = signedInWith(locals, 'needs.answer');
	const { db } = city();
	const [{ targets, rest, draft }, templates, labels, { languages }] = await Promise.all([
		readChoice(db, url.searchParams, member),
		templatesFor(db),
		listLabels(db),
		readSettings(db)
	]);
	const spoken = [...Map.groupBy(targets, ({ lang }) => lang)];
	return {
		many: targets.length,
		rest,
		spoken: spoken
			.map(([lang, { length }]) => ({ lang, many: length }))
			.sort((a, b) => b.many - a.many),
		draft: draft && {
			...{ kind: draft.kind, labels: { [draft.kind]: draft.label ?? '' } },
			...{ texts: draft.texts, fallback: draft.fallback }
		},
		templates: offered(templates, member.lang, languages),
		labels: replyLabels(labels, (label) => nameLabel(label, member.lang, languages)),
		cityLanguages: languages,
		query: paramsOf(url)
	};
};

export const actions = {
	/** Puts the words of a template behind what is typed. */
	template: async ({ locals, request }) => {
		signedInWith(locals, 'needs.answer');
		const form = await request.formData();
		const template = await readTemplate(city().db, textOf(form, 'template'));
		const typed = typedIn(form);
		if (!template) return fail(400, { typed, problems: { template: { code: 'template-none' } } });
		const texts = withTemplate(typed.texts, template.texts);
		return { typed: { ...withTemplateLabel(typed, template), texts }, problems: {} };
	},
	/** Looks how plain the words are, and keeps nothing. */
	check: async ({ locals, request }) => {
		signedInWith(locals, 'needs.answer');
		const form = await request.formData();
		return { typed: typedIn(form), problems: readTexts(form).problems };
	},
	/** Keeps it, to be looked at and then sent. */
	prepare: async ({ locals, request, url }) => {
		const member = signedInWith(locals, 'needs.answer');
		const { db } = city();
		const form = await request.formData();
		const { texts, problems } = readTexts(form);
		const typed = typedIn(form);
		const { targets, draft } = await readChoice(db, url.searchParams, member);
		const kind = replyKinds.find((each) => each === typed.kind);
		const asked = (kind && typed.labels[kind]) || null;
		const label = kind && asked ? await labelFor(db, asked, kind) : null;
		const isWritten = (lang: string) => isLanguage(lang) && Boolean(texts[lang]);
		const isForNobody = targets.every(({ lang }) => isWritten(lang.split('-')[0] ?? ''));
		const chosen = isWritten(typed.fallback) ? typed.fallback : '';
		// where everybody reads her own language, the one for all others is never read
		const fallback = [chosen, ...(isForNobody ? Object.keys(texts) : [])].find(isLanguage);
		if (!kind) problems['kind'] = { code: 'kind' };
		if (label === undefined) problems[`label-${kind}`] = { code: 'reply-label' };
		if (!fallback) problems['fallback'] = { code: 'answer-fallback' };
		if (targets.length === 0) problems['needs'] = { code: 'answer-nobody' };
		if (!kind || label === undefined || !fallback || Object.keys(problems).length > 0) {
			return fail(400, { typed, problems });
		}
		const by = { staff: member.id, ...(draft && { draft: draft.id }) };
		const said = { kind, label, texts, fallback };
		const id = await prepareAnswers(db, said, targets, by, new Date());
		const kept = draft ? stillSaid(draft, texts) : {};
		const unsaid = Object.keys(draft?.voices ?? {}).filter((lang) => !(lang in kept));
		redirect(303, `/staff/answers/${id}${unsaid.length > 0 ? `?unsaid=${unsaid.join()}` : ''}`);
	}
};

function typedIn(form: FormData) {
	const { texts } = readTexts(form);
	const labels = readReplyLabels(form);
	return { texts, labels, kind: textOf(form, 'kind'), fallback: textOf(form, 'fallback') };
}

/** The choice in the address, without the name of an action. */
function paramsOf(url: URL): string {
	const params = new URLSearchParams(url.search);
	for (const name of [...params.keys()]) if (name.startsWith('/')) params.delete(name);
	return params.toString();
}
