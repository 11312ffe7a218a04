/** What whoever uses this phone supports, followed by the pages that offer *me too*. */
import type { OwnSupport } from '$lib/device/supports.ts';

/** Tells how all things stand here, now and after every change, and hears what the city has for her. Gives the way to stop. */
export function followOwnSupports(told: (own: Record<string, OwnSupport>) => void): () => void {
	let stop = () => {};
	let isGone = false;
	void import('$lib/device/supports.ts').then(({ followSupports }) => {
		if (!isGone) stop = followSupports(told);
	});
	void import('$lib/device/wake.ts').then(({ wake }) => wake());
	return () => {
		isGone = true;
		stop();
	};
}
