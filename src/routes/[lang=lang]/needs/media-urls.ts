/** Recordings and photos of this phone as addresses that a page can play and show, until they are let go. */
import { bytesOf, listMedia } from '$lib/device/media.ts';
import { device, type KeptMedia } from '$lib/device/database.ts';

/** A recording or photo as a page shows it. */
export type ShownMedia = Pick<KeptMedia, 'id' | 'role' | 'type' | 'seconds' | 'addedAt'> & {
	url: string;
};

/** The recordings and photos of a need or of the draft, in their order, each with an address. */
export async function showMedia(owner: string): Promise<ShownMedia[]> {
	const list = await listMedia(owner);
	// what is sealed is for the city's eyes and ears
	return Promise.all(list.filter(({ sealed }) => !sealed).map(showOne));
}

/** One recording or photo with an address. */
export async function showOne(media: KeptMedia): Promise<ShownMedia> {
	const { id, role, type, seconds, addedAt } = media;
	const url = URL.createObjectURL(new Blob([await bytesOf(id)], { type }));
	return { id, role, type, addedAt, url, ...(seconds !== undefined && { seconds }) };
}

/** Addresses of the city's voice for these messages, where it is kept here. */
export async function showSaid(messages: string[]): Promise<Record<string, string>> {
	const kept = (await device.media.bulkGet(messages)).flatMap((row) => row ?? []);
	const shown = await Promise.all(kept.map(showOne));
	return Object.fromEntries(shown.map(({ id, url }) => [id, url]));
}

/** Lets addresses go. */
export function letGo(media: readonly ShownMedia[]): void {
	for (const { url } of media) URL.revokeObjectURL(url);
}
