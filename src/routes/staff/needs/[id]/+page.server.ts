import { error, fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { readFilterFor, writeFilter } from '$lib/domain/inbox-filter.ts';
import { isLanguage, languages } from '$lib/domain/language.ts';
import { mayDo } from '$lib/domain/rights.ts';
import { needStates, type NeedState } from '$lib/domain/need.ts';
import { isBlank, longestWords } from '$lib/domain/words.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { textOf } from '$lib/server/form-problems.ts';
import { recordingIn } from '$lib/server/form-media.ts';
import { readFormWithFiles } from '$lib/server/form-with-files.ts';
import { bulkTold } from '$lib/server/bulk-told.ts';
import { needsBeside } from '$lib/server/inbox.ts';
import { readBeside } from '$lib/server/need-beside.ts';
import { readDesk } from '$lib/server/need-desk.ts';
import { viewNeed } from '$lib/server/need-view.ts';
import { takeStep, type NeedStep } from '$lib/server/need-work.ts';
import { neighbourhoodNames } from '$lib/server/neighbourhoods.ts';
import { mayReach, scopeOf } from '$lib/server/reach.ts';
import { withVoice } from '$lib/server/reply-voices.ts';
import { saidOfNeed } from '$lib/server/said-publicly.ts';
import { readSettings } from '$lib/server/settings.ts';
import { nameStep } from '$lib/server/step-names.ts';
import { offered, templatesFor } from '$lib/server/templates.ts';
import { coverActions } from './cover.server.ts';
import { hideActions } from './hide.server.ts';
import { replyHelp } from './reply-help.server.ts';
import {
	finishStep,
	replyIn,
	workActions,
	type NeedEvent,
	type TypedReply
} from './work.server.ts';

export const load = async ({ locals, params, url }) => {
	const member = signedInWith(locals, 'needs.read');
	const { lang, role, id: self } = member;
	const { db } = city();
	const filter = readFilterFor(role, new URLSearchParams(url.searchParams.get('list') ?? ''));
	const need = (await viewNeed(db, params.id)) ?? error(404, 'not-found');
	if (!(await mayReach(db, member, need.id))) error(404, 'not-found');
	const [places, beside, desk, templates, { languages: cityLanguages }, alike, said] =
		await Promise.all([
			neighbourhoodNames(db),
			needsBeside(
				db,
				{ filter, self, now: new Date(), within: await scopeOf(db, member) },
				need.id
			),
			readDesk(db, member, need, new Date()),
			templatesFor(db, need.topic),
			readSettings(db),
			readBeside(db, member, need),
			saidOfNeed(db, need.id)
		]);
	const list = url.searchParams.get('list') ?? '';
	const [own = ''] = need.lang.split('-');
	return {
		/** In which language her phone shows its pages. */
		phone: isLanguage(own) ? own : lang,
		need: { ...need, private: mayDo(role, 'needs.private') ? need.private : null },
		...beside,
		desk,
		alike,
		said,
		thread: url.searchParams.get('thread'),
		templates: offered(templates, lang, cityLanguages),
		may: {
			work: mayDo(role, 'needs.work'),
			join: mayDo(role, 'needs.join'),
			answer: mayDo(role, 'needs.answer'),
			publish: mayDo(role, 'publish'),
			moderate: mayDo(role, 'needs.moderate'),
			seeAll: mayDo(role, 'needs.private')
		},
		place: need.place && (places.get(need.place) ?? ''),
		from: need.from && nameStep(lang, need.from.lesson, need.from.step),
		back: `/staff${writeFilter(filter)}`,
		list: list && `list=${encodeURIComponent(list)}`,
		query: writeFilter(filter),
		bulk: await bulkTold(db, url.searchParams, role),
		done: url.searchParams.get('done')
	};
};

export const actions = {
	state: async (event) => {
		signedInWith(event.locals, 'needs.work');
		const form = await event.request.formData();
		const to = needStates.find((state) => state === textOf(form, 'to'));
		if (!to) return fail(400, { step: 'state' as const });
		const label = textOf(form, 'label');
		return take(event, { to, seen: seenIn(form), ...(label && { label }) }, 'state');
	},
	reply: async (event) => {
		signedInWith(event.locals, 'needs.answer');
		const { form, tooLarge } = await readFormWithFiles(event.request);
		const typed = replyIn(form);
		const { kind, words, lang } = typed;
		const voice = tooLarge ? { problem: 'too-large' as const } : await recordingIn(form, 'voice');
		const problems = {
			...(!v.is(v.picklist(kinds), kind) && { kind: 'kind' as const }),
			...(isBlank(words) && { words: 'words-missing' as const }),
			...(typed.length > longestWords && { words: 'words-long' as const })
		};
		const isRefused = voice && 'problem' in voice;
		if (isRefused || Object.keys(problems).length > 0) {
			const said = isRefused ? voice.problem : voice && ('again' as const);
			return fail(400, { typed, problems: { ...problems, ...(said && { voice: said }) } });
		}
		const reply = { words, lang: await languageFor(event, lang) };
		const label = typed.labels[kind];
		const step = { to: kind as NeedState, seen: seenIn(form), ...(label && { label }) };
		if (!voice) return take(event, { ...step, reply }, 'reply', typed);
		const taken = await withVoice(city().dataFolder, voice, (voice) =>
			take(event, { ...step, reply: { ...reply, voice } }, 'reply', typed)
		);
		return taken ?? fail(507, { typed, problems: { voice: 'no-room' as const } });
	},
	...replyHelp,
	...workActions,
	...hideActions,
	...coverActions
};

const kinds = ['answered', 'declined'] as const;

async function take(
	event: NeedEvent,
	step: Pick<NeedStep, 'to' | 'label' | 'seen' | 'reply'>,
	done: 'state' | 'reply',
	typed?: TypedReply
) {
	const staff = signedInWith(event.locals, done === 'reply' ? 'needs.answer' : 'needs.work').id;
	const refusal = await takeStep(city().db, { ...step, need: event.params.id, staff });
	// a browser does not choose a file again by itself
	const problems = step.reply?.voice && { voice: 'again' as const };
	return finishStep(event, refusal, done, { typed, problems });
}

/** The language that the reply is written in: one of the eight, or the need's own. */
async function languageFor({ params }: NeedEvent, asked: string): Promise<string> {
	const offered = languages.find((language) => language === asked);
	return offered ?? (await viewNeed(city().db, params.id))?.lang ?? 'en';
}

function seenIn(form: FormData): Date {
	return new Date(Number(textOf(form, 'seen')));
}
