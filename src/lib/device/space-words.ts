/** What of a person is sealed in her space: her needs and badges with their codes, receipts and answers, and what she has begun. */
import type { Cryptography } from '../domain/cryptography.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import type { Receipt } from '../domain/receipt.ts';
import { openMedia, sealMedia } from '../domain/seal.ts';
import type { News } from '../domain/sync.ts';
import { device, readFact, writeFact } from './database.ts';
import { herFacts } from './joined.ts';
import type { KeptBadge, KeptMedia, KeptNeed, NeedDraft } from './database.ts';
import { bytesOf, dropAllOf, dropMedia, endRecording, listMedia } from './media.ts';
import { rowFor, type MediaWithPieces } from './media-rows.ts';
import { joinVisits } from './visits.ts';

export type SpaceWords = {
	needs: KeptNeed[];
	/** Absent from spaces of an older Plaza. */
	badges?: KeptBadge[];
	receipts: Receipt[];
	news: News[];
	draft: NeedDraft | null;
	/** What lies under each of `herFacts`. */
	facts?: Record<string, object>;
	/** Recordings and photos of what she has begun as they were; their bytes lie on the phone, sealed under this key. */
	media: KeptMedia[];
	mediaKey: string;
	/** The city's epoch at that time. */
	epoch: string | null;
};

/** The owner of what lies sealed for a space. */
const ownerOf = (space: string) => `space ${space}`;

/** What is to be sealed in a space now, and the draft's media as they will lie on the phone. */
export async function wordsNow(
	crypt: Cryptography,
	space: string
): Promise<{ words: SpaceWords; media: MediaWithPieces[] }> {
	for (const { id, sha256 } of await begunMedia()) if (sha256 === null) await endRecording(id);
	const [needs, badges, news, begun, media, epoch, facts] = await Promise.all([
		device.needs.toArray(),
		device.badges.toArray(),
		device.news.toArray(),
		device.drafts.get('need'),
		begunMedia(),
		readFact<string>('epoch'),
		device.facts.bulkGet(herFacts)
	]);
	const receipts = await device.receipts
		.where('id')
		.anyOf([...needs, ...badges].map(({ id }) => id))
		.toArray();
	const mediaKey = toBase64Url(crypt.random(32));
	const sealed: MediaWithPieces[] = [];
	for (const [position, row] of media.entries()) {
		const bytes = await sealMedia(crypt, mediaKey, position, await bytesOf(row.id));
		sealed.push(rowFor({ ...row, owner: ownerOf(space), position }, bytes, true));
	}
	return {
		words: {
			needs,
			badges,
			receipts,
			news,
			draft: begun ?? null,
			facts: Object.fromEntries(
				facts.flatMap((fact) => (fact ? [[fact.key, fact.value as object]] : []))
			),
			media,
			mediaKey,
			epoch: epoch ?? null
		},
		media: sealed
	};
}

/** Recordings and photos of all that she has begun to tell, and what she may hear again of what she told. */
async function begunMedia(): Promise<KeptMedia[]> {
	const rows = device.media.filter(
		({ owner, sealed }) => !sealed && /^(draft$|idea |answer )/.test(owner)
	);
	return rows.sortBy('position');
}

/** The words in opened texts, oldest first; what is none is left out. */
export function readWords(text: string): SpaceWords[] {
	try {
		return [JSON.parse(text) as SpaceWords];
	} catch {
		return [];
	}
}

/**
 * Makes ready what an opened space holds, and gives the writing of it, which waits for nothing and so can be part of a
 * transaction over needs, badges, outbox, receipts, news, drafts, facts, media and pieces.
 */
export async function takeWords(
	crypt: Cryptography,
	visits: SpaceWords[]
): Promise<() => Promise<void>> {
	const receipts = await receiptsHere(visits);
	const words = visits.map((each) => ({
		...each,
		needs: each.needs.map((need) => withoutTakenBack(need, receipts))
	}));
	const media: MediaWithPieces[] = [];
	for (const { media: rows, mediaKey, needs } of words) {
		for (const [position, row] of rows.entries()) {
			const bytes = await openMedia(crypt, mediaKey, position, await bytesOf(row.id));
			if (bytes) media.push(rowFor(row, bytes, false));
		}
		for (const { envelope } of needs) {
			if (envelope) media.push(...(await openedMedia(crypt, envelope)));
		}
	}
	const drafts = words.flatMap((each) => each.draft ?? []);
	return async () => {
		for (const each of words) {
			await device.needs.bulkPut(each.needs);
			// what still waits can be sent with its recording, or mended, like before
			for (const { id, envelope } of each.needs) {
				await device.outbox.update(id, { envelope });
				if (!envelope) await dropAllOf(id);
			}
			for (const badge of each.badges ?? []) {
				await device.badges.put(badge);
				await device.outbox.update(badge.id, { envelope: badge.envelope });
			}
			await device.news.bulkPut(each.news);
			await device.receipts.bulkPut(each.receipts);
		}
		for (const key of herFacts) {
			const kept = words.flatMap((each) => each.facts?.[key] ?? []);
			if (kept.length > 0) await writeFact(key, joinVisits(key, kept));
		}
		const begun = drafts.at(-1);
		if (begun) {
			// begun at two visits: none of it is pushed aside
			const text = drafts.map((each) => each.words.trim()).filter(Boolean);
			await device.drafts.put({ ...begun, words: text.join('\n') });
		}
		for (const { row, pieces } of media) {
			await dropMedia(row.id);
			await device.media.add(row);
			await device.pieces.bulkAdd(pieces);
		}
	};
}

/** The recordings and photos of a need, which lie sealed under its own key. */
async function openedMedia(
	crypt: Cryptography,
	{ id, mediaKey }: EnvelopeOf<'need'>
): Promise<MediaWithPieces[]> {
	const all: MediaWithPieces[] = [];
	for (const row of await listMedia(id)) {
		if (!mediaKey || !row.sealed) continue;
		const bytes = await openMedia(crypt, mediaKey, row.position, await bytesOf(row.id));
		if (bytes) all.push(rowFor(row, bytes, false));
	}
	return all;
}

/** Ids of which this phone has receipts: some came while their person was away. */
async function receiptsHere(words: SpaceWords[]): Promise<Set<string>> {
	const here = await device.receipts.toCollection().primaryKeys();
	return new Set([...here, ...words.flatMap(({ receipts }) => receipts.map(({ id }) => id))]);
}

/** While she was away the city may have erased what she took back: then it goes here too. */
function withoutTakenBack(need: KeptNeed, receipts: Set<string>): KeptNeed {
	const isGone = need.withdrawal !== undefined && receipts.has(need.withdrawal);
	return isGone ? { ...need, envelope: null } : need;
}
