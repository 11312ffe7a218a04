import { building } from '$app/environment';
import { directionOf, isLanguage } from '$lib/domain/language.ts';
import { authorize, staffOf } from '$lib/server/authorize.ts';
import { city, closeCity, openCity } from '$lib/server/city.ts';
import { isTooLarge } from '$lib/server/body-size.ts';
import { keepHeard } from '$lib/server/heard-count.ts';
import { headersFor } from '$lib/server/headers.ts';
import { reasonOf } from '$lib/server/installation-problem.ts';
import { keepSwept } from '$lib/server/media/sweep.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { keepCalendar } from '$lib/server/published-calendar.ts';
import { publishCity } from '$lib/server/published-city.ts';
import { keepTimers } from '$lib/server/retention.ts';
import { isSameOrigin } from '$lib/server/same-origin.ts';
import { logger } from '$lib/server/log.ts';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';

export const init: ServerInit = async () => {
	if (building) return;
	const { db, dataFolder, hub } = await openCity(process.env);
	const upkeep = [
		keepSwept(db, dataFolder),
		...(hub ? [] : [keepCalendar(db), keepHeard(db), keepTimers(db)])
	];
	process.on(
		'sveltekit:shutdown',
		() => void Promise.all(upkeep.map((end) => end())).then(closeCity)
	);
	if (hub) return;
	// a city that an older Plaza set up has published nothing yet
	await publishCity(db).catch((error: unknown) =>
		logger.warn({ reason: reasonOf(error) }, 'the settings are not published yet')
	);
};

export const handle: Handle = async ({ event, resolve }) => {
	if (!isSameOrigin(event.request, event.url)) {
		return problemResponse('cross-origin', 'This came from another site.');
	}
	if (isTooLarge(event.request, event.url)) {
		return problemResponse(
			'too-large',
			'This is more than a form holds, or does not say how long it is.'
		);
	}
	const isStaffPage = isOfStaff(event);
	if (isStaffPage) {
		// nobody signs in at a hub: a stolen one must not know the staff
		if (city().hub) return new Response(null, { status: 404 });
		event.locals.staff = await staffOf(event);
		const refused = authorize(event);
		if (refused) return refused;
	}
	const lang = languageOf(event);
	const response = await resolve(event, {
		transformPageChunk: ({ html }) =>
			html
				.replace('%plaza.lang%', lang)
				.replace('%plaza.dir%', directionOf(lang))
				// by a function: what people wrote may hold signs that a replacement takes for its own; no phone keeps it
				.replace('%plaza.head%', () => (event.isSubRequest ? '' : (event.locals.head ?? ''))),
		preload: ({ type, path }) => type === 'css' || type === 'js' || path.includes('barrio-')
	});
	for (const [name, value] of headersFor(event, response, isStaffPage, !!city().hub))
		response.headers.set(name, value);
	return response;
};

export const handleError: HandleServerError = ({ error, event, status }) => {
	if (status !== 404) logger.error({ err: error, route: event.route.id }, 'unexpected');
	return { message: status === 404 ? 'not-found' : 'unexpected' };
};

/** By the route, because a path can be written in many ways (`/%73taff`); by the path where there is no route. */
function isOfStaff({ route, url }: Parameters<Handle>[0]['event']): boolean {
	return (route.id ?? url.pathname).startsWith('/staff');
}

function languageOf(event: Parameters<Handle>[0]['event']): string {
	const { lang } = event.params;
	if (isLanguage(lang)) return lang;
	return event.locals.lang ?? 'en';
}
