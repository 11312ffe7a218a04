import { expect } from 'vitest';
import { aNeed } from './invented.ts';
import { hashOf, itemOf } from './media-made.ts';

/** Tells a running city a need with a recording and then photos, as a phone does, and brings them. Gives its id. */
export async function tell(
	{ address }: { address: string },
	[voice, ...photos]: [Buffer, ...Buffer[]]
): Promise<string> {
	const media = [itemOf(voice), ...photos.map((bytes) => itemOf(bytes, 'image/jpeg'))];
	const need = aNeed('Escucha', { media });
	await fetch(`${address}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions: [need] })
	});
	for (const bytes of [voice, ...photos]) {
		const { status } = await fetch(`${address}/api/media/${hashOf(bytes)}?offset=0`, {
			method: 'PUT',
			headers: { 'content-type': 'application/octet-stream' },
			body: new Uint8Array(bytes)
		});
		expect(status).toBe(200);
	}
	return need.id;
}
