import type { HeldSession } from '$lib/domain/held-session.ts';
import type { Desk } from './desk.ts';

/** How often the room is asked, and how often where nobody answers, in milliseconds. */
const [often, seldom] = [3000, 15_000];

/**
 * Hears the room as long as the page stands and is looked at, where there is a network. Gives the way to stop.
 * @param heard is told each time whether the room `isLive`, whether the list `isNew`, and at which address phones reach it,
 * where that is another one than this page's
 */
export function followRoom(
	desk: Pick<Desk, 'hear'>,
	session: HeldSession,
	heard: (room: { isLive: boolean; isNew: boolean; address?: string | undefined }) => void
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOver = false;
	const ask = async () => {
		clearTimeout(timer);
		if (document.hidden) return;
		const room = await desk.hear(session).catch(() => undefined);
		if (isOver) return;
		heard({ isLive: room !== undefined, isNew: room?.isNew ?? false, address: room?.address });
		clearTimeout(timer);
		timer = setTimeout(() => void ask(), room ? often : seldom);
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
