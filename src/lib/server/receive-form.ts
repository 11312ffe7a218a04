/** A need from a plain form: the server makes the envelope that a phone would have made, and receives it by the same door. */
import { makeEnvelope, type NeedIdentity } from '../domain/need-envelope.ts';
import type { NeedForm } from '../domain/need-form.ts';
import type { City } from './city.ts';
import type { FormMedia } from './form-media.ts';
import { hasRoom } from './media/files.ts';
import { arrivedOf, receivePiece, type MediaStore } from './media/receive.ts';
import { receive } from './receive.ts';

/**
 * Receives a need that was posted, with its recording and photos. The identity came with the check page, so that a second
 * tap gives a duplicate.
 * @returns the receipt code, to be written down; `no-room` when the disk has room for words only, and nothing is kept;
 * undefined when the identity is that of another need
 * @throws when it cannot be kept now: the same form may be sent again later, and goes on where this ended
 */
export async function receiveForm(
	city: City,
	need: NeedForm,
	lang: string,
	identity: NeedIdentity,
	now: Date,
	media: readonly FormMedia[] = []
): Promise<{ code: string } | 'no-room' | undefined> {
	// asked before anything is kept: nobody would bring the files later
	const bytes = media.reduce((sum, { item }) => sum + item.size, 0);
	if (bytes > 0 && !(await hasRoom(city.dataFolder, 2 * bytes))) return 'no-room';
	const items = media.map(({ item }) => item);
	const envelope = makeEnvelope(need, lang, identity, items);
	const send = async () => (await receive(city, { v: 1, submissions: [envelope] }, now)).results[0];
	const first = await send();
	for (const sha256 of first?.missing ?? []) {
		const found = media.find(({ item }) => item.sha256 === sha256);
		if (found) await bring(city.media, sha256, found.bytes);
	}
	const { receipt } = (first?.missing ? await send() : first) ?? {};
	return receipt && { code: identity.code };
}

/** Brings bytes to the store, from where an earlier try ended; what lay there of other bytes is thrown away first. */
async function bring(store: MediaStore, sha256: string, bytes: Buffer<ArrayBuffer>): Promise<void> {
	for (let tries = 0; tries < 2; tries++) {
		const at = await arrivedOf(store, sha256);
		if ('refused' in at) throw new Error(`media of a form: ${at.refused}`);
		const result = await receivePiece(store, sha256, at.offset, bytes.subarray(at.offset));
		if (!('refused' in result)) return;
		if (result.refused !== 'hash') throw new Error(`media of a form: ${result.refused}`);
	}
}
