/** A recording that the phone's own recorder made, given as a file. */
import { audioTypeOf, withoutMakersNotes } from '../domain/audio-file.ts';
import { largestMedia } from '../domain/media.ts';
import type { KeptMedia } from './database.ts';
import { draft, keepMedia } from './media.ts';

/** Why it is not kept: it is no sound that Plaza takes; it is too large; no room. */
export type AudioFileProblem = 'no-sound' | 'too-large' | 'no-room';

/**
 * Keeps an audio file for the draft, in the place of its former recording, without the place where it was made.
 * @param seconds how long it is, where that is known
 */
export async function keepAudioFile(
	file: Blob,
	seconds?: number,
	owner = draft
): Promise<{ recording: KeptMedia } | { problem: AudioFileProblem }> {
	if (file.size > largestMedia) return { problem: 'too-large' };
	// a file can be gone by now: it is nothing then
	const bytes = new Uint8Array(await file.arrayBuffer().catch(() => new ArrayBuffer(0)));
	const type = audioTypeOf(bytes);
	if (!type) return { problem: 'no-sound' };
	try {
		const options = { owner, ...(seconds !== undefined && { seconds }) };
		return { recording: await keepMedia('voice', type, withoutMakersNotes(bytes), options) };
	} catch {
		return { problem: 'no-room' };
	}
}
