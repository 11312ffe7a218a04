/** A page on a shared phone: who leaves is gone from every page of it, and who forgets to leave does so after a while. */
import { placeOfBegun } from '$lib/device/begun.ts';
import { cryptography } from '$lib/device/cryptography.ts';
import { readFact, writeFact } from '$lib/device/database.ts';
import { endLeaving, noteAsked } from '$lib/device/leave.ts';
import { writeLastWords } from '$lib/device/opening.ts';
import { isInUse, isShared } from '$lib/device/shared-phone.ts';
import { presentSpace } from '$lib/device/spaces.ts';
import { hearLeaving, leaveNow } from './leave-now.ts';

/** Milliseconds without a touch after which the phone asks who uses it. */
const quietTime = 5 * 60_000;
/** In the middle of a practice or a recording it asks much later. */
const quietWork = 30 * 60_000;
/** How exactly the last touch is remembered. */
const grain = 20_000;

/** The page of the question, and whatever belongs to leaving: nothing is asked there. */
const isLeaving = () => /\/(who|finish)$/.test(location.pathname);

/**
 * Watches over this page of a shared phone, and gives the way to stop; undefined on a phone of one's own. A leaving that
 * was cut off is ended first.
 */
export async function watchSharedPhone(lang: string): Promise<(() => void) | undefined> {
	const cutOff = await endLeaving(await cryptography());
	if (cutOff === 'left') goAway(lang);
	else if (cutOff && !isLeaving()) await finish(lang);
	if (!(await isShared())) return undefined;
	const stops = [hearLeaving(() => goAway(lang)), hideWhenFrozen(), await askWhenQuiet(lang)];
	return () => stops.forEach((stop) => stop());
}

/** *I am finished*: at once, unless something that was begun would be deleted by it. */
export async function finish(lang: string): Promise<void> {
	await noteAsked();
	await writeLastWords();
	if (!(await placeOfBegun()) && (await leaveNow()) === 'left') goAway(lang);
	else location.assign(`/${lang}/finish`);
}

/** Is something under way on the screen that must not be cut off? */
function isBusy(): boolean {
	const under = Array.from(document.querySelectorAll('[data-busy]'));
	return under.some((element) => element.getClientRects().length > 0);
}

function goAway(lang: string): void {
	document.documentElement.classList.add('left');
	location.replace(`/${lang}/who`);
}

/** The browser keeps pages as they were, for Back: they go into that blank, and are made anew when they come out. */
function hideWhenFrozen(): () => void {
	const hide = ({ persisted }: PageTransitionEvent) => {
		if (persisted) document.documentElement.classList.add('left');
	};
	const renew = ({ persisted }: PageTransitionEvent) => {
		if (persisted) location.reload();
	};
	addEventListener('pagehide', hide);
	addEventListener('pageshow', renew);
	return () => {
		removeEventListener('pagehide', hide);
		removeEventListener('pageshow', renew);
	};
}

/** Somebody who went away without leaving: her space is closed; without one the phone asks who is there. */
async function askWhenQuiet(lang: string): Promise<() => void> {
	let touchedAt = (await readFact<number>('touchedAt')) ?? Date.now();
	let keptAt = 0;
	const look = async () => {
		const longest = isBusy() ? quietWork : quietTime;
		if (isLeaving() || Math.abs(Date.now() - touchedAt) < longest) return;
		if (!(await isInUse())) return;
		if (await presentSpace()) await leaveNow();
		goAway(lang);
	};
	const touch = () => {
		touchedAt = Date.now();
		if (Math.abs(touchedAt - keptAt) < grain) return;
		keptAt = touchedAt;
		void writeFact('touchedAt', touchedAt);
	};
	await look();
	touch();
	const events = ['pointerdown', 'keydown', 'scroll'] as const;
	for (const event of events) addEventListener(event, touch, { passive: true, capture: true });
	const timer = setInterval(() => void look(), grain);
	return () => {
		clearInterval(timer);
		for (const event of events) removeEventListener(event, touch, { capture: true });
	};
}
