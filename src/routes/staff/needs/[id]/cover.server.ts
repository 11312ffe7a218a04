/** Covering what tells too much of somebody in the words of a need, and giving the words back. */
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { coverWords, uncoverWords } from '$lib/server/covering.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { finish, type NeedEvent } from './work.server.ts';

/** Words that staff may name in one go. */
const mostFurther = 20;

export const coverActions = {
	cover: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.moderate').id;
		const form = await event.request.formData();
		const further = textOf(form, 'further');
		const refusal = await coverWords(city().db, {
			...{ need: event.params.id, staff, was: wasIn(form) },
			marks: form.getAll('mark').flatMap((mark) => placeOf(mark)),
			further: further.split(/\r?\n/).slice(0, mostFurther)
		});
		city().searchable?.wake();
		return finish(event, 'cover', refusal, { further });
	},
	uncover: async (event: NeedEvent) => {
		const staff = signedInWith(event.locals, 'needs.moderate').id;
		signedInWith(event.locals, 'needs.private');
		const was = wasIn(await event.request.formData());
		const refusal = await uncoverWords(city().db, { need: event.params.id, staff, was });
		city().searchable?.wake();
		return finish(event, 'cover', refusal, undefined, 'uncover');
	}
};

function placeOf(mark: FormDataEntryValue): { start: number; end: number }[] {
	const [, start, end] = /^(\d{1,5})-(\d{1,5})$/.exec(String(mark)) ?? [];
	return start && end ? [{ start: Number(start), end: Number(end) }] : [];
}

function wasIn(form: FormData): Date | null {
	const was = textOf(form, 'was');
	return was === '' ? null : new Date(Number(was));
}
