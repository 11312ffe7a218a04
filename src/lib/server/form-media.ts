/** The recording and photos of a need that came with a plain form, made ready before the envelope lists them. */
import { audioTypeOf, withoutMakersNotes } from '../domain/audio-file.ts';
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
	for (const file of filesIn(form, 'voice').slice(0, 1)) {
		if (file.size > largestMedia) return { problem: 'too-large' };
		const bytes = withoutMakersNotes(new Uint8Array(await file.arrayBuffer()));
		const type = audioTypeOf(bytes);
		if (!type || !(await shownOf('voice', bytes))) return { problem: 'no-sound' };
		media.push(mediaOf(bytes, { type, role: 'voice' }));
	}
	for (const file of photos) {
		const seen = await shownOf('photo', new Uint8Array(await file.arrayBuffer()));
		if (!seen || seen.bytes.length > largestMedia) return { problem: 'no-picture' };
		media.push(mediaOf(seen.bytes, { type: 'image/jpeg', role: 'photo' }));
	}
	return { media };
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
