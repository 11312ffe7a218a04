/** Who may open which staff page: one table, and whatever is not in it is for nobody who is not signed in. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { isLanguage, orderLanguages, type Language } from '../domain/language.ts';
import { mayDo, type Right } from '../domain/rights.ts';
import { secondFactorResponse } from './problem-response.ts';
import { citySignIn } from './sign-in.ts';
import type { StaffMember } from './staff.ts';

/** `anybody`, signed in or not; else the right that opens it. */
type Door = 'anybody' | Right;

/** Each staff page; one that is not here is for nobody. */
export const doors: Record<string, Door> = {
	'/staff/sign-in': 'anybody',
	'/staff/sign-in/passkey': 'anybody',
	'/staff/sign-out': 'anybody',
	'/staff/setup/[token]': 'anybody',
	'/staff': 'account',
	'/staff/account': 'account',
	'/staff/account/second-factor': 'account',
	'/staff/refused': 'account',
	'/staff/help': 'account',
	'/staff/help/[task]': 'account',
	'/staff/bulk': 'needs.work',
	'/staff/needs/[id]': 'needs.read',
	'/staff/needs/[id]/join': 'needs.join',
	'/staff/themes': 'needs.read',
	'/staff/themes/[id]': 'needs.read',
	'/staff/themes/[id]/numbers.csv': 'needs.read',
	'/staff/themes/suggestions': 'themes.write',
	'/staff/needs/[id]/everything': 'needs.private',
	'/staff/live': 'needs.read',
	'/staff/needs/[id]/photos/[position]': 'needs.moderate',
	'/staff/media/[need]/[position]': 'needs.read',
	'/staff/media/[need]/said/[message]': 'needs.read',
	'/staff/answers': 'needs.answer',
	'/staff/answers/new': 'needs.answer',
	'/staff/answers/[id]': 'needs.answer',
	'/staff/answers/[id]/said/[lang]': 'needs.answer',
	'/staff/templates': 'templates.write',
	'/staff/badges': 'badges',
	'/staff/labs': 'labs',
	'/staff/sessions': 'labs',
	'/staff/sessions/new': 'labs',
	'/staff/sessions/[id]': 'labs',
	'/staff/learning': 'numbers.read',
	'/staff/learning.csv': 'numbers.read',
	'/staff/held.csv': 'numbers.read',
	'/staff/confidence.csv': 'numbers.read',
	'/staff/workshops': 'numbers.read',
	'/staff/workshops.csv': 'numbers.read',
	'/staff/heard': 'numbers.read',
	'/staff/heard.csv': 'numbers.read',
	'/staff/heard/numbers': 'settings.write',
	'/staff/challenges': 'numbers.read',
	'/staff/challenges/new': 'publish',
	'/staff/challenges/calendar': 'numbers.read',
	'/staff/challenges/calendar.ics': 'numbers.read',
	'/staff/challenges/[id]': 'numbers.read',
	'/staff/challenges/[id]/rounds/[round]': 'numbers.read',
	'/staff/challenges/[id]/prioritisings/[prioritising]': 'numbers.read',
	'/staff/pilots': 'numbers.read',
	'/staff/pilots/new': 'publish',
	'/staff/pilots/[id]': 'numbers.read',
	'/staff/decisions': 'numbers.read',
	'/staff/decisions/new': 'publish',
	'/staff/decisions/[id]': 'numbers.read',
	'/staff/challenges/[id]/ideas': 'ideas.moderate',
	'/staff/challenges/[id]/ideas/[idea]': 'ideas.moderate',
	'/staff/challenges/[id]/ideas/[idea]/voice': 'ideas.moderate',
	'/staff/public-replies': 'publish',
	'/staff/surveys': 'numbers.read',
	'/staff/surveys/[id]': 'numbers.read',
	'/staff/surveys/[id]/edit': 'surveys.write',
	'/staff/surveys/[id]/preview': 'surveys.write',
	'/staff/surveys/[id]/numbers.csv': 'numbers.read',
	'/staff/surveys/[id]/voices/[file]': 'surveys.words',
	'/staff/erasures': 'needs.erase',
	'/staff/exports': 'export',
	'/staff/exports/[id]': 'export',
	'/staff/trainers': 'trainers.read',
	'/staff/trainers/[id]': 'trainers.read',
	'/staff/settings': 'settings.write',
	'/staff/settings/retention': 'settings.write',
	'/staff/settings/answer-time': 'settings.write',
	'/staff/settings/labels': 'settings.write',
	'/staff/settings/second-factor': 'people.write',
	'/staff/settings/departments': 'settings.write',
	'/staff/people': 'people.write',
	'/staff/people/[id]': 'people.write',
	'/staff/activity': 'activity.read'
};

/** Forms whose right is narrower than that of their page. */
export const narrower: Record<string, Right> = {
	'/staff?/find': 'needs.read',
	'/staff?/keep': 'needs.read',
	'/staff?/unkeep': 'needs.read',
	'/staff/needs/[id]?/state': 'needs.work',
	'/staff/needs/[id]?/reply': 'needs.answer',
	'/staff/needs/[id]?/check': 'needs.answer',
	'/staff/needs/[id]?/template': 'needs.answer',
	'/staff/needs/[id]?/undo': 'needs.work',
	'/staff/needs/[id]?/promise': 'needs.work',
	'/staff/needs/[id]?/assign': 'needs.work',
	'/staff/needs/[id]?/pass': 'needs.work',
	'/staff/needs/[id]?/note': 'needs.work',
	'/staff/needs/[id]?/unnote': 'needs.work',
	'/staff/needs/[id]?/hide': 'needs.moderate',
	'/staff/needs/[id]?/show': 'needs.moderate',
	'/staff/needs/[id]?/cover': 'needs.moderate',
	'/staff/needs/[id]?/uncover': 'needs.moderate',
	'/staff/themes?/add': 'themes.write',
	'/staff/themes?/set': 'themes.write',
	'/staff/themes/[id]?/change': 'themes.write',
	'/staff/themes/[id]?/close': 'themes.write',
	'/staff/challenges/[id]?/change': 'publish',
	'/staff/challenges/[id]?/open': 'publish',
	'/staff/challenges/[id]?/need': 'publish',
	'/staff/challenges/[id]?/round': 'publish',
	'/staff/challenges/[id]?/prioritising': 'publish',
	'/staff/challenges/[id]/prioritisings/[prioritising]?/change': 'publish',
	'/staff/challenges/[id]/prioritisings/[prioritising]?/open': 'publish',
	'/staff/challenges/[id]/rounds/[round]?/change': 'publish',
	'/staff/challenges/[id]/rounds/[round]?/open': 'publish',
	'/staff/pilots/[id]?/change': 'publish',
	'/staff/pilots/[id]?/step': 'publish',
	'/staff/pilots/[id]?/feedback': 'surveys.write',
	'/staff/decisions/[id]?/change': 'publish',
	'/staff/decisions/[id]?/publish': 'publish',
	'/staff/surveys?/make': 'surveys.write',
	'/staff/surveys/[id]?/publish': 'surveys.write',
	'/staff/surveys/[id]?/end': 'surveys.write',
	'/staff/trainers?/add': 'trainers.write',
	'/staff/trainers/[id]?/change': 'trainers.write',
	'/staff/trainers/[id]?/invite': 'trainers.write',
	'/staff/trainers/[id]?/end': 'trainers.write'
};

/** Where a second factor is set up: all that opens to who must have one and has none. */
const factorPage = '/staff/account/second-factor';

/**
 * Who is signed in and may work; in `event.locals.lacking` who must set up a second factor first, whom no page takes for
 * signed in; and in `event.locals.lang` the language of the staff page: hers, else ?lang=, else the browser's.
 */
export async function staffOf(event: RequestEvent): Promise<StaffMember | undefined> {
	const { member, lacking } = await citySignIn().whoIsIn(event, !isByItself(event));
	if (lacking) event.locals.lacking = lacking;
	event.locals.lang = (member ?? lacking)?.lang ?? askedLanguage(event);
	return member;
}

/**
 * The refusal of a request for a staff page, or undefined when it may go on: to sign in for whoever is not, with the
 * words of an unfinished reply along; to the set-up of a second factor for whoever lacks one; to a page that says no for
 * whoever has not the role.
 */
export function authorize(event: RequestEvent): Response | undefined {
	const { staff, lacking } = event.locals;
	const door = doorOf(event);
	if (door === 'anybody' || (staff && door && mayDo(staff.role, door))) return undefined;
	// where nothing was built there is nothing to refuse: it is not found
	if (staff && event.route.id === null) return undefined;
	if (staff) return redirectTo(303, '/staff/refused');
	const wanted = event.url.pathname + event.url.search;
	const next = event.route.id === '/staff' && !event.url.search ? '' : `?${nextPage(wanted)}`;
	// 307 posts the same form again: what was typed is not lost
	const isWritten = event.request.method === 'POST' && keepsWords(event.url.pathname);
	if (lacking) {
		if (event.route.id === factorPage) return undefined;
		// what shows no page to anybody is told the problem, not led to a page
		if (!event.request.headers.get('accept')?.includes('text/html')) return secondFactorResponse();
		return redirectTo(isWritten ? 307 : 303, `${factorPage}${isWritten ? '?/kept' : ''}`);
	}
	return redirectTo(isWritten ? 307 : 303, `/staff/sign-in${next}`);
}

/** Is this a page on which staff write at length? What was posted there signed out is posted again after the sign-in. */
export function keepsWords(page: string): boolean {
	return /^\/staff\/(needs\/|public-replies|challenges\/|pilots\/|decisions\/|surveys\/|answers\/new|templates)/.test(
		page
	);
}

/** Who is signed in and has this right; a second look behind `authorize`. @throws 403 for everybody else */
export function signedInWith(locals: App.Locals, right: Right): StaffMember {
	const { staff } = locals;
	return staff && mayDo(staff.role, right) ? staff : error(403, 'forbidden');
}

/** Who is signed in, also without the second factor that she must set up. @throws 403 for everybody else */
export function signedInToSetUp({ staff, lacking }: App.Locals): StaffMember {
	return staff ?? lacking ?? error(403, 'forbidden');
}

/** Where to go after the sign-in: only ever a page of the staff. */
export function pageAfterSignIn(url: URL): string {
	const next = url.searchParams.get('next') ?? '';
	const isStaffPage =
		/^\/staff(?:\/(?:needs|media|labs|sessions|learning|held|confidence|workshops|public-replies|challenges|pilots|decisions|surveys|badges|trainers|account|settings|people|activity|themes|answers|templates|heard|exports|erasures|help|bulk)[\w\-/.]*)?(?:\?|$)/.test(
			next
		);
	return isStaffPage ? next : '/staff';
}

/** Does an open page ask this by itself? Links of the staff are whole pages, so data alone is fetched by no person. */
function isByItself({ isDataRequest, route }: RequestEvent): boolean {
	return isDataRequest || route.id === '/staff/live';
}

function doorOf({ route, request, url }: RequestEvent): Door | undefined {
	const page = route.id ?? '';
	// the first name with a slash is the form's, as SvelteKit reads it
	const form = [...url.searchParams.keys()].find((name) => name.startsWith('/'));
	const own = request.method === 'POST' && form ? narrower[`${page}?${form}`] : undefined;
	return own ?? doors[page];
}

function nextPage(wanted: string): string {
	return new URLSearchParams({ next: wanted }).toString();
}

function askedLanguage({ url, request }: RequestEvent): Language {
	const asked = url.searchParams.get('lang');
	if (isLanguage(asked)) return asked;
	return orderLanguages(request.headers.get('accept-language'))[0] ?? 'en';
}

function redirectTo(status: number, location: string): Response {
	return new Response(null, { status, headers: { location, 'cache-control': 'no-store' } });
}
