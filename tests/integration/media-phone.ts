/** A phone that sends needs with recordings and photos to a city's door, and what the city has of them then. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import type { CityWithDoor } from './city-with-door.ts';
import { newId } from './invented.ts';

/** A need with these media, and the code of its receipt. */
export function told(
	media: MediaItem[],
	words = 'Mira esto',
	code = makeReceiptCode(randomBytes(10))
) {
	const form = { topic: 'access', words, place: null, publish: false } as const;
	return { code, envelope: makeEnvelope(form, 'es', { id: newId(), code }, media) };
}

/** What a phone asks of the door of a city, which is there while its tests run. */
export function mediaPhone(city: CityWithDoor) {
	async function send(...submissions: unknown[]): Promise<SyncResult[]> {
		const response = await fetch(`${city.door.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions })
		});
		return ((await response.json()) as { results: SyncResult[] }).results;
	}

	const at = (sha256: string) => `${city.door.url}/api/media/${sha256}`;

	async function head(sha256: string) {
		const { status, headers } = await fetch(at(sha256), { method: 'HEAD' });
		return { status, offset: Number(headers.get('upload-offset')) };
	}

	async function put(sha256: string, offset: number, bytes: Uint8Array) {
		const response = await fetch(`${at(sha256)}?offset=${offset}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/octet-stream' },
			body: new Uint8Array(bytes)
		});
		const problem =
			response.status === 200 ? undefined : ((await response.json()) as { type: string }).type;
		return {
			status: response.status,
			offset: Number(response.headers.get('upload-offset')),
			problem
		};
	}

	async function rowsOf(id: string) {
		return city.db
			.selectFrom('media')
			.selectAll()
			.where('submission', '=', id)
			.orderBy('position')
			.execute();
	}

	const files = () =>
		readdirSync(join(city.door.city.dataFolder, 'media'), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ name }) => name);

	return { send, at, head, put, rowsOf, files };
}
