import { readTrainer, touchTrainer } from '$lib/device/trainer.ts';

/** How often it is looked whether the part is still open, in milliseconds. */
const grain = 20_000;

/**
 * Keeps the part open while it is used, and hears when it is locked: after a quiet while, in another tab, or because
 * somebody has left a shared phone. Gives the way to stop.
 */
export function watchTrainer(locked: () => void): () => void {
	let wasOpen = false;
	const look = async () => {
		const isOpen = (await readTrainer()) !== undefined;
		if (wasOpen && !isOpen) locked();
		wasOpen = isOpen;
	};
	const touch = () => void touchTrainer();
	// a page that comes back out of the browser's own keeping shows what was on it
	const renew = ({ persisted }: PageTransitionEvent) => {
		if (persisted) location.reload();
	};
	const events = ['pointerdown', 'keydown', 'scroll'] as const;
	for (const event of events) addEventListener(event, touch, { passive: true, capture: true });
	addEventListener('pageshow', renew);
	const seen = () => void look();
	document.addEventListener('visibilitychange', seen);
	const timer = setInterval(seen, grain);
	seen();
	return () => {
		clearInterval(timer);
		for (const event of events) removeEventListener(event, touch, { capture: true });
		removeEventListener('pageshow', renew);
		document.removeEventListener('visibilitychange', seen);
	};
}
