/** What goes on below every page once it is painted: this phone's memory is opened, and the sender kept awake. */
import { openDevice, opensLate, whenOutdated } from '$lib/device/opening.ts';
import { readJoined } from '$lib/device/joined.ts';
import { keepAwake } from '$lib/device/wake.ts';
import type { Language } from '$lib/domain/language.ts';
import type { WhyShut } from './rescue.ts';

/** Opens the memory; as long as it stays shut, the page says so. Gives the way to stop. */
export async function openMemory(lang: Language): Promise<(() => void) | undefined> {
	whenOutdated(() => void tell('outdated', lang));
	const shut = await openDevice();
	// who relies on it is told so where she tells something
	if (shut === 'refused') return undefined;
	if (shut) {
		void tell(shut, lang);
		if (!(await opensLate(shut))) return undefined;
		void tell(undefined, lang);
	}
	void showSession(lang);
	return keepAwake();
}

async function tell(why: WhyShut | undefined, lang: Language): Promise<void> {
	// few phones ever need it
	const { showRescue } = await import('./show-rescue.ts');
	showRescue(why, lang);
}

/** Pages on which nobody is in it; the session's own page says it itself. */
const withoutSession = /\/(session|who|finish)$/;

async function showSession(lang: Language): Promise<void> {
	const joined = withoutSession.test(location.pathname) ? undefined : await readJoined();
	if (!joined) return;
	const { showBand } = await import('./session/show-band.ts');
	await showBand(joined.labName, lang);
}
