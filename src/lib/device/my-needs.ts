/** The needs of this phone as their person sees them: told apart by where they are. */
import { trackOf, type NeedBody, type Track } from '../domain/need.ts';
import { readParkReason, type ParkReason } from '../domain/parked.ts';
import type { News } from '../domain/sync.ts';
import { device, type KeptMedia, type KeptNeed } from './database.ts';

/** A need with everything that a person sees of it. Times in milliseconds since 1970. */
export type MyNeed = {
	id: string;
	code: string;
	track: Track;
	/** Gone once the city deleted them. */
	body: NeedBody | undefined;
	lang: string | undefined;
	/** Its recording and photos that are on this phone, in their order. */
	media: Pick<KeptMedia, 'id' | 'role' | 'type' | 'seconds'>[];
	/** How many recordings and photos the envelope lists. */
	listed: { voice: number; photo: number };
	savedAt: number;
	sentAt: number | undefined;
	messages: News['messages'];
	/** The ids of those that can be heard on this phone. */
	spoken: string[];
	/** What became of it, as it came; `became.ts` reads it with the reply key, where the need brought one. */
	became: string | undefined;
	hasReplyKey: boolean;
	/** What she said last of an answer. */
	helped: KeptNeed['helped'];
	/** Why it waits for the person. */
	problem: ParkReason | undefined;
	/** The words have arrived, but not all of its media. */
	wordsArrived: boolean;
	/** When a hub took it. */
	heldAt: number | undefined;
	/** Taken back, but the city does not know it yet. */
	withdrawalWaits: boolean;
};

/** All needs of this phone, newest first. */
export async function listNeeds(): Promise<MyNeed[]> {
	const [needs, outbox, receipts, news, media] = await Promise.all([
		device.needs.orderBy('savedAt').reverse().toArray(),
		device.outbox.toArray(),
		device.receipts.toArray(),
		device.news.toArray(),
		device.media.toArray()
	]);
	return needs.map((need) => {
		const { id, code, envelope, savedAt, withdrawnAt, helped } = need;
		const entry = outbox.find((each) => each.id === id);
		const receipt = receipts.find((each) => each.id === id);
		const heard = news.find((each) => each.id === id);
		const listed = envelope?.media ?? [];
		const messages = withdrawnAt ? [] : (heard?.messages ?? []);
		return {
			id,
			code,
			track: trackHere(need, Boolean(entry?.problem), Boolean(receipt && !entry), heard),
			body: envelope?.body,
			lang: envelope?.lang,
			media: media
				.filter(({ owner }) => owner === id)
				.sort((a, b) => a.position - b.position)
				.map(({ id, role, type, seconds }) => ({ id, role, type, ...(seconds && { seconds }) })),
			listed: {
				voice: listed.filter(({ role }) => role === 'voice').length,
				photo: listed.filter(({ role }) => role === 'photo').length
			},
			savedAt,
			became: withdrawnAt ? undefined : heard?.became,
			hasReplyKey: !envelope || envelope.replyKey !== undefined,
			helped,
			sentAt: receipt && Date.parse(receipt.receivedAt),
			messages,
			spoken: media.flatMap(({ id }) => (messages.some((said) => said.id === id) ? [id] : [])),
			problem: entry?.problem === undefined ? undefined : readParkReason(entry.problem),
			wordsArrived: entry?.missing !== undefined && entry.heldAt === undefined,
			heldAt: entry?.heldAt,
			withdrawalWaits: withdrawnAt !== undefined && envelope !== null
		};
	});
}

function trackHere(need: KeptNeed, refused: boolean, sent: boolean, news: News | undefined): Track {
	if (need.withdrawnAt || news?.state === 'withdrawn') return 'withdrawn';
	if (refused) return 'needs-you';
	// an answer may come before the last photo
	if (news && trackOf(news.state) === 'answered') return 'answered';
	return sent ? 'sent' : 'phone';
}
