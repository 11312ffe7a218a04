// Needs with recordings and photos, and the staff who open them.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import type { Secrets } from '../../src/lib/domain/receipt-code.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { aNeed } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
export let staff: Browser;
export let admin: Browser;

export type Content = { bytes: Buffer; type: MediaItem['type']; arrives?: boolean };

/** Tells a need with media, and brings those that arrive. Gives its id. */
export async function tell(
	words: string,
	contents: Content[],
	{ secrets, via = null }: { secrets?: Secrets; via?: string | null } = {}
): Promise<string> {
	const media = contents.map(({ bytes, type }) => itemOf(bytes, type));
	const need = aNeed(words, { media, ...(secrets && { secrets }) });
	const { results } = await receive(city, { v: 1, submissions: [need] }, new Date(), via);
	expect(results[0]?.problem).toBeUndefined();
	for (const { bytes, arrives = true } of contents) {
		if (arrives) await receivePiece(city.door.media, hashOf(bytes), 0, bytes);
	}
	return need.id;
}

export const recording = (): Content => ({
	bytes: Buffer.concat([voice, randomBytes(8)]),
	type: 'audio/webm'
});
export const picture = async (colour = '#0B6E6E'): Promise<Content> => ({
	bytes: await photo(colour, 640, 480),
	type: 'image/jpeg'
});

export async function get(path: string, headers: Record<string, string> = {}, browser = staff) {
	const { status, data } = await browser.fetch(`/staff/media/${path}`, headers);
	if (!(data instanceof Response)) return { status };
	return { status, headers: data.headers, bytes: Buffer.from(await data.arrayBuffer()) };
}

/** Before the tests of a file a city opens, with an admin and a coordinator who are signed in; it closes after them. */
export function openMediaCity(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		await city.addMember('ana@city.example', 'admin');
		await city.addMember('bea@city.example');
		[admin, staff] = [openBrowser(), openBrowser()];
		await admin.signIn('ana@city.example', password);
		await staff.signIn('bea@city.example', password);
	});
	afterAll(async () => {
		await cleaningEnded();
		await city.close();
	});
}
