/** Forms of the staff that change something as it stood when they saw it. */
import { error, fail, redirect } from '@sveltejs/kit';
import { textOf } from './form-problems.ts';

/** The revision that was seen. @throws 404 where the form has none: no page of Plaza sent it */
export function revisionIn(form: FormData): number {
	const revision = Number(textOf(form, 'revision'));
	return Number.isSafeInteger(revision) && revision < 2 ** 31 ? revision : error(404, 'not-found');
}

/** Goes on to what was done, or back to the form with what was typed and why nothing is changed. @throws 404 where it is gone */
export function doneOr<Refused extends string, Typed = undefined>(
	refused: Refused | 'unknown' | undefined,
	page: string,
	done: string,
	typed?: Typed
) {
	if (refused === 'unknown') error(404, 'not-found');
	if (refused) return fail(409, { typed, problems: {}, refused });
	redirect(303, `${page}?done=${done}`);
}
