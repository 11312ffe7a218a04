/** Which public reply a form speaks of, and as which revision its page showed it. */
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { idSchema } from '$lib/domain/id.ts';

/** @throws 404 where it names none */
export function seenIn(form: FormData | URLSearchParams): { id: string; revision: number } {
	const id = form.get('id');
	const revision = Number(form.get('revision'));
	const isRevision = Number.isSafeInteger(revision) && revision < 2 ** 31;
	return v.is(idSchema, id) && isRevision ? { id, revision } : error(404, 'not-found');
}
