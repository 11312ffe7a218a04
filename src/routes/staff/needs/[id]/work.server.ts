/** What staff do on the page of a need beside its states and replies: each form its own small door. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';
import { isPromise, longestNote, longestWhy } from '$lib/domain/need-work.ts';
import { isBlank, lengthOf, tidyWords } from '$lib/domain/words.ts';
import { readReplyLabels } from '$lib/server/answer-texts.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { addNote, deleteNote } from '$lib/server/notes.ts';
import type { HidingProblem } from '$lib/server/hiding.ts';
import { undoStep } from '$lib/server/need-work.ts';
import { assign, passOn } from '$lib/server/passes.ts';
import { promise } from '$lib/server/promises.ts';
import { today } from '$lib/server/today.ts';
import type { DeskProblem } from '$lib/ui/staff/desk-problem.ts';

export type NeedEvent = RequestEvent<{ id: string }>;

export type TypedReply = {
	kind: string;
	/** By kind of reply, the label that stands chosen for it. */
	labels: Record<string, string>;
	words: string;
	lang: string;
	length: number;
};

/** The reply that stands in a form. */
export function replyIn(form: FormData): TypedReply {
	const words = tidyWords(textOf(form, 'words'));
	return {
		...{ kind: textOf(form, 'kind'), labels: readReplyLabels(form) },
		...{ words, lang: textOf(form, 'lang'), length: lengthOf(words) }
	};
}

export const workActions = {
	undo: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.work').id;
		const refusal = await undoStep(city().db, { need: event.params.id, staff });
		return finish(event, 'undo', refusal);
	},
	promise: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.work').id;
		const form = await event.request.formData();
		const typed = textOf(form, 'date').trim();
		const date = form.has('none') ? null : typed;
		if (date !== null && !isPromise(date, today())) {
			const typed = { date, was: textOf(form, 'was') };
			return refuse(400, { part: 'promise', code: 'date', typed });
		}
		const was = textOf(form, 'was') || null;
		const refusal = await promise(city().db, { need: event.params.id, staff, date, was });
		return finish(event, 'promise', refusal, { date: typed });
	},
	assign: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.work').id;
		const form = await event.request.formData();
		const was = textOf(form, 'was') || null;
		const to = textOf(form, 'to');
		const refusal = await assign(city().db, { need: event.params.id, staff, was, to });
		return finish(event, 'assign', refusal);
	},
	pass: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.work').id;
		const form = await event.request.formData();
		const to = textOf(form, 'to');
		const why = tidyWords(textOf(form, 'why'));
		const typed = { to, why };
		const again = { ...typed, was: textOf(form, 'was') };
		if (!to) return refuse(400, { part: 'pass', code: 'whose', typed: again });
		if (isBlank(why) || lengthOf(why) > longestWhy) {
			return refuse(400, { part: 'pass', code: 'why', typed: again });
		}
		const refusal = await passOn(city().db, {
			...{ need: event.params.id, staff, why },
			was: again.was || null,
			to: to === desk ? null : to
		});
		return finish(event, 'pass', refusal, typed);
	},
	note: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.work').id;
		const words = tidyWords(textOf(await event.request.formData(), 'note'));
		const code = isBlank(words) ? 'note' : lengthOf(words) > longestNote ? 'note-long' : undefined;
		if (code) return refuse(400, { part: 'note', code, typed: { note: words } });
		const refusal = await addNote(city().db, { need: event.params.id, staff, words });
		return finish(event, 'note', refusal, { note: words });
	},
	unnote: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.work').id;
		const note = textOf(await event.request.formData(), 'id');
		if (!v.is(idSchema, note)) error(404, 'not-found');
		const refusal = await deleteNote(city().db, { need: event.params.id, staff, note });
		return finish(event, 'note', refusal, undefined, 'unnoted');
	}
};

/** What the form of passing on says for the desk at which needs arrive. */
export const desk = '_';

/** Back to the page when it is done; else what was typed, with the reason. */
export function finish(
	event: NeedEvent,
	part: DeskProblem['part'],
	refusal: { problem: string } | undefined,
	typed?: Record<string, string>,
	done: string = part
) {
	if (refusal?.problem === 'unknown') error(404, 'not-found');
	if (refusal) return refuse(409, { part, code: refusal.problem, ...(typed && { typed }) });
	backToNeed(event, done);
}

/** Back to the page when a step is taken; else what stood in its way, with what was typed. */
export function finishStep(
	event: NeedEvent,
	refusal: HidingProblem | undefined,
	done: string,
	{ typed, problems }: { typed?: TypedReply; problems?: { voice: 'again' } } = {}
) {
	if (refusal?.problem === 'unknown') error(404, 'not-found');
	const again = { typed, ...(problems && { problems }) };
	if (refusal?.problem === 'changed') return fail(409, { ...again, changed: refusal.state });
	if (refusal?.problem === 'withdrawn' || refusal?.problem === 'leads') {
		return fail(409, { step: refusal.problem });
	}
	if (refusal) return fail(409, { ...again, step: 'state' as const });
	backToNeed(event, done);
}

function backToNeed(event: NeedEvent, done: string): never {
	const list = event.url.searchParams.get('list');
	const query = new URLSearchParams({ ...(list && { list }), done });
	redirect(303, `/staff/needs/${event.params.id}?${query}`);
}

export function refuse(status: 400 | 409, problem: DeskProblem) {
	return fail(status, { desk: problem });
}
