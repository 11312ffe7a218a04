import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { readFilter, writeFilter } from '$lib/domain/inbox-filter.ts';
import { languages } from '$lib/domain/language.ts';
import { needStates, type NeedState } from '$lib/domain/need.ts';
import { isBlank, lengthOf, longestWords, tidyWords } from '$lib/domain/words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { needsBeside } from '$lib/server/inbox.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { takeStep, type NeedStep } from '$lib/server/need-work.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { nameStep } from '$lib/server/step-names.ts';

export const load = async ({ locals, params, url }) => {
	const { lang, id: self } = signedInWith(locals, 'needs.read');
	const { db } = city();
	const filter = readFilter(new URLSearchParams(url.searchParams.get('list') ?? ''));
	const need = (await viewNeed(db, params.id)) ?? error(404, 'not-found');
	const [places, { next }] = await Promise.all([
		neighbourhoodNames(db),
		needsBeside(db, { filter, self, now: new Date() }, need.id)
	]);
	const list = url.searchParams.get('list') ?? '';
	return {
		need,
		next,
		place: need.place && (places.get(need.place) ?? ''),
		from: need.from && nameStep(lang, need.from.lesson, need.from.step),
		back: `/staff${writeFilter(filter)}`,
		list: list && `list=${encodeURIComponent(list)}`,
		done: url.searchParams.get('done')
	};
};

export const actions = {
	state: async (event) => {
		const form = await event.request.formData();
		const to = needStates.find((state) => state === textOf(form, 'to'));
		if (!to) return fail(400, { step: 'state' as const });
		return take(event, { to, seen: seenIn(form) }, 'state');
	},
	reply: async (event) => {
		const form = await event.request.formData();
		const kind = textOf(form, 'kind');
		const words = tidyWords(textOf(form, 'words'));
		const lang = textOf(form, 'lang');
		const typed = { kind, words, lang, length: lengthOf(words) };
		const problems = {
			...(!v.is(v.picklist(kinds), kind) && { kind: 'kind' as const }),
			...(isBlank(words) && { words: 'words-missing' as const }),
			...(typed.length > longestWords && { words: 'words-long' as const })
		};
		if (Object.keys(problems).length > 0) return fail(400, { typed, problems });
		const reply = { words, lang: await languageFor(event, lang) };
		return take(event, { to: kind as NeedState, seen: seenIn(form), reply }, 'reply', typed);
	}
};

const kinds = ['answered', 'declined'] as const;

type Typed = { kind: string; words: string; lang: string; length: number };
type Event = RequestEvent<{ id: string }>;

async function take(
	event: Event,
	step: Pick<NeedStep, 'to' | 'seen' | 'reply'>,
	done: 'state' | 'reply',
	typed?: Typed
) {
	const right = step.reply ? 'needs.answer' : 'needs.work';
	const staff = signedInWith(event.locals, right).id;
	const refusal = await takeStep(city().db, { ...step, need: event.params.id, staff });
	if (refusal?.problem === 'unknown') error(404, 'not-found');
	if (refusal?.problem === 'changed') return fail(409, { typed, changed: refusal.state });
	if (refusal?.problem === 'withdrawn') return fail(409, { step: 'withdrawn' as const });
	if (refusal) return fail(409, { typed, step: 'state' as const });
	const list = event.url.searchParams.get('list');
	const query = new URLSearchParams({ ...(list && { list }), done });
	redirect(303, `/staff/needs/${event.params.id}?${query}`);
}

/** The language that the reply is written in: one of the eight, or the need's own. */
async function languageFor({ params }: Event, asked: string): Promise<string> {
	const offered = languages.find((language) => language === asked);
	return offered ?? (await viewNeed(city().db, params.id))?.lang ?? 'en';
}

function seenIn(form: FormData): Date {
	return new Date(Number(textOf(form, 'seen')));
}
