/** A need or an idea from a plain form: the server makes the envelope that a phone would have made, and takes it by the same door. */
import type { Bytes } from '../domain/cryptography.ts';
import type { EnvelopeOf } from '../domain/envelope.ts';
import type { Sealed } from '../domain/sealed.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import { makeEnvelope, type NeedIdentity } from '../domain/need-envelope.ts';
import type { NeedForm } from '../domain/need-form.ts';
import { sealFor, sealMedia } from '../domain/seal.ts';
import type { City } from './city.ts';
import { cryptography } from './cryptography.ts';
import type { FormMedia } from './form-media.ts';
import { hasRoom, nameOf } from './media/files.ts';
import { arrivedOf, receivePiece, type MediaStore } from './media/receive.ts';

/**
 * How a form was taken: the need is whole at the city; it is whole at this hub, sealed, and goes on; there is room for words
 * only, and nothing is kept; or its identity is that of another need.
 */
export type TakenForm = 'at-city' | 'at-hub' | 'no-room' | 'other-need';

/**
 * Takes a need that was posted, with its recording and photos. The identity came with the check page, so that a second tap
 * is the same need. At a hub it is sealed before anything of it is kept.
 * @throws when it cannot be kept now: the same form may be sent again later, and goes on where this ended
 */
export async function receiveForm(
	city: City,
	need: NeedForm,
	lang: string,
	identity: NeedIdentity,
	now: Date,
	media: readonly FormMedia[] = []
): Promise<TakenForm> {
	const items = media.map(({ item }) => item);
	return takeForm(city, makeEnvelope(need, lang, identity, items), now, { media });
}

/** What came with a form: its files, and from where, which limits how much a crowd says at once. */
export interface Came {
	media: readonly FormMedia[];
	address?: string;
}

/** Takes what a form said, whole with its media, or nothing of it. @throws as `receiveForm` */
export async function takeForm(
	city: City,
	envelope: EnvelopeOf<'need' | 'idea'>,
	now: Date,
	{ media, address }: Came
): Promise<TakenForm> {
	// asked before anything is kept: nobody would bring the files later
	const size = media.reduce((sum, { item }) => sum + item.size, 0);
	if (size > 0 && !(await hasRoom(city.dataFolder, 2 * size))) return 'no-room';
	const contents = media.map(({ bytes }) => bytes);
	const { letter, parts } = city.hub
		? await sealAll(city, envelope, contents)
		: { letter: envelope, parts: contents };
	const send = async () => {
		const answer = await city.door.receive(
			{ v: 1, submissions: [letter] },
			now,
			null,
			true,
			address
		);
		if ('refused' in answer) throw new Error(`a form was refused: ${answer.detail}`);
		return answer.results[0];
	};
	let result = await send();
	const missing = result?.missing ?? [];
	for (const bytes of parts.filter((each) => missing.includes(nameOf(each)))) {
		await bring(city.door.media, bytes);
	}
	if (missing.length > 0) result = await send();
	if (result?.receipt) return 'at-city';
	if (result?.result === 'held') return 'at-hub';
	if (result?.result === 'conflict') return 'other-need';
	throw new Error(`a form was not taken: ${result?.result}`);
}

/** Seals it and its media to the city, as a phone would. */
async function sealAll(
	{ door }: City,
	envelope: EnvelopeOf<'need' | 'idea'>,
	contents: Bytes[]
): Promise<{ letter: Sealed; parts: Buffer<ArrayBuffer>[] }> {
	const key = door.keySet()?.keys.find(({ use }) => use === 'enc');
	if (!key) throw new Error('this hub does not know the key of its city yet');
	const parts = await Promise.all(
		contents.map(async (bytes, position) =>
			Buffer.from(await sealMedia(cryptography, envelope.mediaKey ?? '', position, bytes))
		)
	);
	const media = parts.map((bytes) => ({ sha256: nameOf(bytes), size: bytes.length }));
	const sealed = await sealFor(cryptography, key, canonicalText(envelope));
	return { letter: { id: envelope.id, sealed, media }, parts };
}

/** Brings bytes to the store, from where an earlier try ended; what lay there of other bytes is thrown away first. */
async function bring(store: MediaStore, bytes: Buffer<ArrayBuffer>): Promise<void> {
	const sha256 = nameOf(bytes);
	for (let tries = 0; tries < 2; tries++) {
		const at = await arrivedOf(store, sha256);
		if ('refused' in at) throw new Error(`media of a form: ${at.refused}`);
		const result = await receivePiece(store, sha256, at.offset, bytes.subarray(at.offset));
		if (!('refused' in result)) return;
		if (result.refused !== 'hash') throw new Error(`media of a form: ${result.refused}`);
	}
}
