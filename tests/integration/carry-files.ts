/** Carry files that somebody brings to a city, for tests. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { CarryWriter } from '../../src/lib/domain/carry-file.ts';
import type { Bytes } from '../../src/lib/domain/cryptography.ts';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor, sealMedia } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { newId } from './invented.ts';
import { hashOf, itemOf, voice } from './media-made.ts';

export let test: TestDatabase;
export let door: Door;
export let root: string;

/** One city for all tests of a file; each begins with nothing told. */
export function openCarrying(): void {
	beforeAll(async () => {
		test = await openTestDatabase();
		door = await openDoor(test.url);
		root = door.city.keys.root.public.kid;
	});
	afterEach(async () => {
		await cleaningEnded();
		await sql`truncate submissions cascade`.execute(test.db);
	});
	afterAll(async () => {
		await door.close();
		await test.close();
	});
}

/** A need as it was told, and as it is carried. */
export interface Told {
	envelope: EnvelopeOf<'need'>;
	letter: Sealed;
	/** The sealed bytes of its media, in order. */
	media: Bytes[];
}

/** Tells a need with these recordings and photos. */
export async function told(words: string, bytes: Buffer[] = []): Promise<Told> {
	const items = bytes.map((each) => itemOf(each, each === voice ? 'audio/webm' : 'image/jpeg'));
	const form = { topic: 'access', words, place: null, publish: false } as const;
	const identity = { id: newId(), code: makeReceiptCode(randomBytes(10)) };
	const envelope = makeEnvelope(form, 'es', identity, items);
	const key = door.city.keys.sealing[0].public;
	const sealed = await sealFor(cryptography, key, canonicalText(envelope));
	const media: Bytes[] = [];
	for (const [position, each] of bytes.entries()) {
		const plain = new Uint8Array(each);
		media.push(await sealMedia(cryptography, envelope.mediaKey ?? '', position, plain));
	}
	const listed = media.map((each) => ({ sha256: hashOf(each), size: each.length }));
	return { envelope, letter: { id: envelope.id, sealed, media: listed }, media };
}

/** The file that carries them. */
export function fileOf(all: Told[], of = root): string {
	const writer = new CarryWriter();
	const lines = [writer.header(of), ...all.map(({ letter }) => writer.letter(letter))];
	for (const { media } of all) {
		for (const bytes of media) lines.push(...writer.media(hashOf(bytes), bytes));
	}
	return [...lines, writer.end()].join('');
}

/** How many needs the city has. */
export const countNeeds = async () =>
	(await test.db.selectFrom('needs').select('id').execute()).length;
