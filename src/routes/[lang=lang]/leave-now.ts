import { randomBytes } from '$lib/device/chance.ts';
import { cryptography } from '$lib/device/cryptography.ts';
import { leave, type Left } from '$lib/device/leave.ts';
import { writeLastWords } from '$lib/device/opening.ts';
import { makeId } from '$lib/domain/id.ts';

/** The name of the channel on which a page tells the others that the person has left. */
const channelName = 'plaza-person';
/** Names this page, which would hear itself too. */
const self = makeId(Date.now(), randomBytes(10));

/** Hears that the person has left from another page. Gives the way to stop. */
export function hearLeaving(left: () => void): () => void {
	const channel = new BroadcastChannel(channelName);
	channel.onmessage = ({ data }) => {
		if (data !== self) left();
	};
	return () => channel.close();
}

/** Whoever uses the phone leaves it: sealed, cleared, and every other page of hers is told to go. */
export async function leaveNow(): Promise<Left> {
	await writeLastWords();
	const left = await leave(await cryptography());
	if (left === 'left') {
		sessionStorage.clear();
		const channel = new BroadcastChannel(channelName);
		channel.postMessage(self);
		channel.close();
	}
	return left;
}
