/** The recording and photos of a need that came with a plain form, made ready before the envelope lists them. */
import { audioTypeOf, withoutMakersNotes, type AudioType } from '../domain/audio-file.ts';
import type { Bytes } from '../domain/cryptography.ts';
import { largestMedia, mostPhotos, type MediaItem } from '../domain/media.ts';
import { nameOf } from './media/files.ts';
import { shownOf } from './media/shown.ts';

/** Why files cannot be taken as they are; the person may choose again. */
export type FormMediaProblem = 'no-sound' | 'too-large' | 'no-picture' | 'too-many' | 'no-room';

/** A recording or photo as it is kept, and what the envelope says of it. */
export interface FormMedia {
	item: MediaItem;
	bytes: Buffer<ArrayBuffer>;
}

/**
 * Reads the files in the fields `voice` and `photo`: what a recording is comes from its bytes, and its maker's notes are
 * gone; photos are small, upright and without metadata. A field left empty is no file.
 */
export async function readFormMedia(
	form: FormData
): Promise<{ media: FormMedia[] } | { problem: FormMediaProblem }> {
	const photos = filesIn(form, 'photo');
	if (photos.length > mostPhotos) return { problem: 'too-many' };
	const media: FormMedia[] = [];
	const heard = await recordingIn(form, 'voice');
	if (heard && 'problem' in heard) return heard;
	if (heard) media.push(mediaOf(heard.bytes, { type: heard.type, role: 'voice' }));
	for (const file of photos) {
		const seen = await shownOf('photo', new Uint8Array(await file.arrayBuffer()));
		if (!seen || seen.bytes.length > largestMedia) return { problem: 'no-picture' };
		media.push(mediaOf(seen.bytes, { type: 'image/jpeg', role: 'photo' }));
	}
	return { media };
}

/** A recording that came with a form. */
export interface Recording {
	bytes: Bytes;
	type: AudioType;
}

/**
 * The recording in a field of a form, without its maker's notes; what it is comes from its bytes. Undefined where the
 * field is empty.
 */
export async function recordingIn(
	form: FormData,
	name: string
): Promise<Recording | { problem: 'no-sound' | 'too-large' } | undefined> {
	const [file] = filesIn(form, name);
	if (!file) return undefined;
	if (file.size > largestMedia) return { problem: 'too-large' };
	const bytes = withoutMakersNotes(new Uint8Array(await file.arrayBuffer()));
	const type = audioTypeOf(bytes);
	return type && (await shownOf('voice', bytes)) ? { bytes, type } : { problem: 'no-sound' };
}

function filesIn(form: FormData, name: string): File[] {
	const isFile = (value: FormDataEntryValue) => value instanceof File && value.size > 0;
	return form.getAll(name).filter(isFile) as File[];
}

function mediaOf(content: Uint8Array, kind: Pick<MediaItem, 'type' | 'role'>): FormMedia {
	const bytes = Buffer.from(content);
	const item = { sha256: nameOf(bytes), size: bytes.length, ...kind } as MediaItem;
	return { item, bytes };
}
