/** Hiding a need that is none, and showing it again. */
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { hideNeed, showNeed } from '$lib/server/hiding.ts';
import { finishStep, type NeedEvent } from './work.server.ts';

export const hideActions = {
	hide: (event: NeedEvent) => take(event, hideNeed, 'hide'),
	show: (event: NeedEvent) => take(event, showNeed, 'show')
};

async function take(event: NeedEvent, step: typeof hideNeed, done: 'hide' | 'show') {
	const staff = signedInWith(event.locals, 'needs.moderate').id;
	const seen = new Date(Number(textOf(await event.request.formData(), 'seen')));
	const refusal = await step(city().db, { need: event.params.id, staff, seen });
	return finishStep(event, refusal, done);
}
