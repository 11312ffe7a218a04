/// <reference types="@sveltejs/kit" />
/**
 * The worker: keeps the pages of the person's language, gives them with or without internet, keeps a form that was
 * posted without, and wakes the sender. When it does what; which files is said in files.ts.
 */
import { cleanupOutdatedCaches, PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { sync } from '$lib/device/sync.ts';
import { startPart } from '$lib/domain/pack.ts';
import type { ShelfQuestion } from '$lib/domain/shelf.ts';
import type { VoiceQuestion } from '$lib/domain/voice.ts';
import { held, isDrawings } from './drawings.ts';
import { sharedFiles } from './files.ts';
import { isHeld } from './held.ts';
import { answerUnlessMakingWay, makeWay, unlessMakingWay } from './make-way.ts';
import { dropOtherBuilds, isKept, keepLanguage, keptPage, languageOf } from './pages.ts';
import { keptLanguages } from './pages-cache.ts';
import { isNeedForm, takeForm } from './posted-form.ts';
import { keepStart } from './parts.ts';
import { answerShelf } from './shelf.ts';
import { answerVoice, keptSound } from './voices.ts';
import { dropUnused, isSeldom, keptFromFirstUse } from './seldom.ts';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

// hashed names: no revision needed, and what the page has just loaded comes from the browser's own cache
const shared = new PrecacheController();
shared.addToCacheList(sharedFiles.map((url) => ({ url, revision: null })));
registerRoute(new PrecacheRoute(shared));
cleanupOutdatedCaches();

worker.addEventListener('install', (event) => event.waitUntil(comeIn(event)));
worker.addEventListener('activate', (event) => {
	void shared.activate(event);
	event.waitUntil(Promise.all([dropOtherBuilds(), dropUnused(), worker.clients.claim()]));
});

/**
 * A new build comes in whole, or not at all.
 * @throws while a session holds the version that is here: the browser tries again with a later page
 */
async function comeIn(event: ExtendableEvent): Promise<void> {
	if (worker.registration.active && (await isHeld())) throw new Error('held');
	await Promise.all([shared.install(event), keepOpenLanguages()]);
}

/** A new build brings the pages of every language that is kept or open, before it waits to be wanted. */
async function keepOpenLanguages(): Promise<void> {
	const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const open = pages.flatMap(({ url }) => languageOf(new URL(url).pathname) ?? []);
	for (const lang of new Set([...(await keptLanguages()), ...open])) await keepLanguage(lang);
}

worker.addEventListener('message', (event) => {
	const told = (event.data ?? {}) as {
		keep?: string;
		hasTapped?: boolean;
		takeOver?: boolean;
		makeWay?: boolean;
	};
	if (told.takeOver) void worker.skipWaiting();
	if (told.makeWay) makeWay();
	if (told.keep) event.waitUntil(unlessMakingWay(keepOrUpdate(told.keep, told.hasTapped)));
	const [port] = event.ports;
	if (port) {
		const say = (said: unknown) => port.postMessage(said);
		const question = event.data as ShelfQuestion | VoiceQuestion;
		const answer = 'voice' in question ? answerVoice(question, say) : answerShelf(question, say);
		event.waitUntil(unlessMakingWay(answer));
	}
});

/**
 * Keeps a language as it is now, and more once something was tapped; where the city already has a newer build, that
 * build's worker is fetched instead. While a session holds, what is kept stays as it is.
 */
async function keepOrUpdate(lang: string, hasTapped = false): Promise<void> {
	try {
		const held = await isHeld();
		const isHere = (held && (await isKept(lang))) || (await keepLanguage(lang));
		if (!isHere && !held) await worker.registration.update();
		if (isHere && hasTapped) await keepStart(lang);
	} catch {
		// no internet, or a line that broke: the next page asks again
	}
}

worker.addEventListener('sync', ((event: ExtendableEvent & { tag: string }) => {
	if (event.tag === 'outbox') event.waitUntil(unlessMakingWay(sendOrBeWokenAgain()));
}) as EventListener);

/** @throws when something still waits for an answer: then the browser wakes this worker once more, later */
async function sendOrBeWokenAgain(): Promise<void> {
	const { outcome } = await sync();
	if (outcome === 'no-answer' || outcome === 'elsewhere') throw new Error(outcome);
}

const isOurs = (url: URL) => url.origin === worker.location.origin;
const isCitizenPage = (url: URL) =>
	isOurs(url) && (url.pathname === '/' || languageOf(url.pathname) !== undefined);

const keptOrFetched = async ({ request, url }: { request: Request; url: URL }) =>
	(await keptPage(url)) ?? answerUnlessMakingWay(fetch(request));

registerRoute(
	({ request, url }) => request.mode === 'navigate' && isCitizenPage(url),
	keptOrFetched
);
registerRoute(
	({ request, url }) => isOurs(url) && isNeedForm(request, url),
	({ request, url }) => takeForm(request, url),
	'POST'
);
registerRoute(
	({ request, url }) =>
		isOurs(url) &&
		request.mode !== 'navigate' &&
		/^\/(fonts\/|icons\/|_app\/immutable\/words\/|[a-z]{2}\/manifest)/.test(url.pathname),
	keptOrFetched
);
registerRoute(
	({ url }) => isOurs(url) && isDrawings(url.pathname),
	async ({ request, url }) => {
		const kept = await keptPage(url);
		return kept ? held(kept, url) : answerUnlessMakingWay(fetch(request));
	}
);

registerRoute(
	({ url }) => isOurs(url) && url.pathname.startsWith('/voices/'),
	async ({ request, url }) => (await keptSound(url)) ?? answerUnlessMakingWay(fetch(request))
);

registerRoute(
	({ url }) => isOurs(url) && isSeldom(url),
	({ request }) => answerUnlessMakingWay(keptFromFirstUse(request))
);

setCatchHandler(async ({ request, url }) => {
	if (request.mode !== 'navigate') return Response.error();
	const [kept] = await keptLanguages();
	const lang = languageOf(url.pathname) ?? kept;
	// somebody's proof in a language that is not here is checked in the one that is; what stands behind the # goes along
	// and so is the session that a code invites to
	const [, page] = /^\/[a-z]{2}\/(badge|session)$/.exec(url.pathname) ?? [];
	if (kept && lang !== kept && page) return Response.redirect(`/${kept}/${page}`);
	// all lessons are as good a start
	if (lang && url.pathname === `/${lang}/learn/${startPart}` && kept === lang) {
		return Response.redirect(`/${lang}/learn#later`);
	}
	return (await keptPage(new URL(`/${lang}/not-here`, url))) ?? Response.error();
});
