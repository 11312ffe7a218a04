/** The city dies, as in a power cut, at each place where it could have said something too early. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import type { Failpoint } from '../../src/lib/server/failpoint.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { openTestDatabase } from '../integration/database.ts';
import { newId } from '../integration/invented.ts';
import { hashOf, itemOf, photo, voice } from '../integration/media-made.ts';
import { startPlaza, type PlazaProcess } from '../integration/plaza-process.ts';
import { temporaryFolder } from '../integration/temporary-folder.ts';

/** A city on a folder, with its own PostgreSQL or a server's database. */
type Place = { folder: string; env: Record<string, string> };

async function send(city: PlazaProcess, submissions: unknown[]): Promise<SyncResult[] | undefined> {
	try {
		const response = await fetch(`${city.address}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions })
		});
		return response.status === 200
			? ((await response.json()) as { results: SyncResult[] }).results
			: undefined;
	} catch {
		return undefined;
	}
}

async function put(city: PlazaProcess, bytes: Buffer, offset = 0): Promise<number | undefined> {
	try {
		const response = await fetch(`${city.address}/api/media/${hashOf(bytes)}?offset=${offset}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/octet-stream' },
			body: new Uint8Array(bytes.subarray(offset))
		});
		return response.status === 200 ? Number(response.headers.get('upload-offset')) : undefined;
	} catch {
		return undefined;
	}
}

async function offsetOf(city: PlazaProcess, bytes: Buffer): Promise<number> {
	const response = await fetch(`${city.address}/api/media/${hashOf(bytes)}`, { method: 'HEAD' });
	return Number(response.headers.get('upload-offset'));
}

function aTold(bytes: Buffer[] = []) {
	const media = bytes.map((each, at) => itemOf(each, at === 0 ? 'audio/webm' : 'image/jpeg'));
	const form = { topic: 'access', words: 'Que no se pierda', place: null, publish: false } as const;
	return makeEnvelope(form, 'es', { id: newId(), code: makeReceiptCode(randomBytes(10)) }, media);
}

const start = ({ folder, env }: Place, failpoint?: Failpoint) =>
	startPlaza(folder, {
		env: { LOG_LEVEL: 'fatal', ...env, ...(failpoint && { PLAZA_FAILPOINT: failpoint }) }
	});

async function rowsAt({ folder, env }: Place, id: string) {
	const db = openDatabase(env['DATABASE_URL'] ?? runningPostgresUrl(folder) ?? '');
	try {
		return {
			needs: await db.selectFrom('needs').select('words').where('id', '=', id).execute(),
			media: await db
				.selectFrom('media')
				.selectAll()
				.where('submission', '=', id)
				.orderBy('position')
				.execute()
		};
	} finally {
		await db.destroy();
	}
}

const places: [string, () => Promise<Place>][] = [
	['with its own PostgreSQL', async () => ({ folder: temporaryFolder(), env: {} })],
	[
		'with a server’s PostgreSQL',
		async () => {
			const database = await openTestDatabase();
			onTestFinished(() => database.close());
			return { folder: temporaryFolder(), env: { DATABASE_URL: database.url } };
		}
	]
];

const beforeCommit: Failpoint[] = ['request-read', 'before-store', 'after-insert', 'before-commit'];
const afterCommit: Failpoint[] = ['after-commit', 'before-answer'];

describe.each(places)('a city %s', (_, open) => {
	it.each([...beforeCommit, ...afterCommit])(
		'that dies at %s has not said "kept", and keeps it once when it is sent again',
		async (failpoint) => {
			const place = await open();
			const first = await start(place, failpoint);
			const need = aTold();
			expect(await send(first, [need])).toBeUndefined();
			await first.ended;
			const second = await start(place);
			const { needs } = await rowsAt(place, need.id);
			expect(needs).toHaveLength(afterCommit.includes(failpoint) ? 1 : 0);
			const [result] = (await send(second, [need])) ?? [];
			expect(result?.receipt?.sha256).toBe(fingerprint(need));
			expect((await send(second, [need]))?.[0]).toEqual({ ...result, result: 'duplicate' });
			expect((await rowsAt(place, need.id)).needs).toHaveLength(1);
		},
		120_000
	);
});

describe('a city that dies while media arrive', () => {
	const points: Failpoint[] = [
		'piece-written',
		'media-verified',
		'media-decoding',
		'media-kept',
		'media-settled'
	];
	it.each(points)(
		'at %s has not said that they are there, and has them whole when they are sent on',
		async (failpoint) => {
			const database = await openTestDatabase();
			onTestFinished(() => database.close());
			const place = { folder: temporaryFolder(), env: { DATABASE_URL: database.url } };
			const picture = await photo('#0B4690', 640, 480);
			const need = aTold([voice, picture]);
			const first = await start(place, failpoint);
			expect((await send(first, [need]))?.[0]).toMatchObject({ result: 'incomplete' });
			// a voice is not decoded
			const [dying, other] = failpoint === 'media-decoding' ? [picture, voice] : [voice, picture];
			expect(await put(first, dying)).toBeUndefined();
			await first.ended;

			const second = await start(place);
			const [before] = (await send(second, [need])) ?? [];
			if (before?.receipt) throw new Error('a receipt before everything is there');
			for (const bytes of [dying, other]) {
				const at = await offsetOf(second, bytes);
				expect(await put(second, bytes, at)).toBe(bytes.length);
			}
			const [after] = (await send(second, [need])) ?? [];
			expect(after?.receipt?.sha256).toBe(fingerprint(need));
			const { media } = await rowsAt(place, need.id);
			expect(media.every(({ shown }) => shown !== null)).toBe(true);
			expect(readFileSync(pathOf(place.folder, media[0]?.shown ?? ''))).toEqual(voice);
		},
		120_000
	);

	it('three times at the same picture keeps it unseen, and goes on', async () => {
		const database = await openTestDatabase();
		onTestFinished(() => database.close());
		const place = { folder: temporaryFolder(), env: { DATABASE_URL: database.url } };
		const picture = await photo('#9A6700', 640, 480);
		const need = aTold([voice, picture]);
		for (let time = 0; time < 3; time++) {
			const dying = await start(place, 'media-decoding');
			await send(dying, [need]);
			expect(await put(dying, picture, await offsetOf(dying, picture))).toBeUndefined();
			await dying.ended;
		}
		const city = await start(place, 'media-decoding');
		expect(await put(city, picture, await offsetOf(city, picture))).toBe(picture.length);
		await put(city, voice);
		expect((await send(city, [need]))?.[0]?.receipt).toBeDefined();
		const { media } = await rowsAt(place, need.id);
		expect(media.map(({ shown }) => shown !== null)).toEqual([true, false]);
	}, 180_000);
});
