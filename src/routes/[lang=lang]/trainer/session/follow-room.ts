import type { HeldSession } from '$lib/domain/held-session.ts';
import type { Desk } from './desk.ts';

/** How often the room is asked, and how often where nobody answers, in milliseconds. */
const [often, seldom] = [4000, 15_000];

/**
 * Hears the room as long as the page stands and is looked at, where there is a network. Gives the way to stop.
 * @param heard is told each time whether the room `isLive`, and whether the list `isNew`
 */
export function followRoom(
	desk: Pick<Desk, 'hear'>,
	session: HeldSession,
	heard: (room: { isLive: boolean; isNew: boolean }) => void
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOver = false;
	const ask = async () => {
		clearTimeout(timer);
		const isNew = document.hidden ? undefined : await desk.hear(session).catch(() => undefined);
		if (isOver) return;
		if (!document.hidden) heard({ isLive: isNew !== undefined, isNew: isNew === true });
		timer = setTimeout(ask, isNew === undefined ? seldom : often);
	};
	const seen = () => {
		if (!document.hidden) void ask();
	};
	document.addEventListener('visibilitychange', seen);
	void ask();
	return () => {
		isOver = true;
		clearTimeout(timer);
		document.removeEventListener('visibilitychange', seen);
	};
}
