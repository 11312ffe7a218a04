/** A hub in the test's own hands: its door and its rounds with a city, one after the other, and not by a timer. */
import { randomBytes } from 'node:crypto';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { readEnrolment } from '../../src/lib/domain/enrolment.ts';
import type { Envelope } from '../../src/lib/domain/envelope.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor, sealMedia } from '../../src/lib/domain/seal.ts';
import type { KeySet } from '../../src/lib/domain/receipt.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { SyncResponse, SyncResult } from '../../src/lib/domain/sync.ts';
import type { Door } from '../../src/lib/server/door.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { forward, type Forwarded } from '../../src/lib/server/hub/forward.ts';
import { openHubDoor } from '../../src/lib/server/hub/hub-door.ts';
import { hubMedia } from '../../src/lib/server/hub/media-store.ts';
import { Upstream } from '../../src/lib/server/hub/upstream.ts';
import { enrolHub } from '../../src/lib/server/hubs.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import type { CityWithDoor } from './city-with-door.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { newHome, newId } from './invented.ts';
import { hashOf, itemOf, voice } from './media-made.ts';

export interface HubInHand {
	database: TestDatabase;
	node: string;
	dataFolder: string;
	/** Its door; its pages use it too. */
	door: Door;
	/** What it knows of its city from now on. */
	knows(keys: KeySet | undefined): void;
	/** How often it wanted the city to hear soon of what came. */
	wakes(): number;
	/** What the hub says when a phone brings these at this moment. */
	bring(letters: Sealed[], now?: Date): Promise<SyncResult[]>;
	/** Takes the sealed bytes of a recording or photo. */
	bringMedium(bytes: Buffer): ReturnType<typeof receivePiece>;
	/** One round with the city, over a line that a test may bend. */
	meetCity(bend?: Bend): Promise<Forwarded>;
}

type Bend = (honest: Upstream) => Partial<Upstream>;

/** A hub of this city. */
export async function hubInHand(city: CityWithDoor, url = city.door.url): Promise<HubInHand> {
	const { node, enrolment: text } = await enrolHub(city.db, city.door.city.keys, 'Lab Raval');
	const enrolment = readEnrolment(text);
	if (!enrolment) throw new Error('no enrolment');
	const database = await openTestDatabase();
	const { dataFolder, keys } = newHome();
	const { db } = database;
	let known: KeySet | undefined;
	let wakes = 0;
	const door = openHubDoor({
		db,
		dataFolder,
		keys,
		enrolment,
		cityKeys: () => known,
		cityEpoch: () => undefined,
		arrived: () => wakes++
	});
	return {
		database,
		node,
		dataFolder,
		door,
		wakes: () => wakes,
		knows: (keySet) => (known = keySet),
		bring: async (submissions, now = new Date()) =>
			((await door.receive({ v: 1, submissions }, now, null)) as SyncResponse).results,
		bringMedium: (bytes) => receivePiece(hubMedia(db, dataFolder), hashOf(bytes), 0, bytes),
		meetCity: (bend = () => ({})) => {
			const honest = new Upstream(url, enrolment);
			const line: Pick<Upstream, 'keys' | 'sync' | 'feed' | 'askOffset' | 'sendPiece'> = {
				keys: () => honest.keys(),
				sync: (...asked) => honest.sync(...asked),
				feed: (since) => honest.feed(since),
				askOffset: (sha256) => honest.askOffset(sha256),
				sendPiece: (...piece) => honest.sendPiece(...piece)
			};
			const upstream = { ...line, ...bend(honest) } as Upstream;
			return forward({ db, dataFolder, upstream, root: enrolment.root });
		}
	};
}

/** What a phone makes for the hubs of this city, with the sealed bytes of its recording where it has one. */
export async function letterOf(
	city: CityWithDoor,
	envelope: Envelope,
	media: Buffer[] = []
): Promise<Sealed> {
	const key = city.door.city.keys.sealing[0]?.public;
	if (!key) throw new Error('this city has no key');
	return {
		id: envelope.id,
		sealed: await sealFor(cryptography, key, canonicalText(envelope)),
		media: media.map((bytes) => ({ sha256: hashOf(bytes), size: bytes.length }))
	};
}

/** A need with a voice: its envelope, its letter, and the sealed bytes. */
export async function letterWithVoice(city: CityWithDoor) {
	const bytes = Buffer.concat([voice, randomBytes(6)]);
	const code = makeReceiptCode(randomBytes(10));
	const form = { topic: 'access', words: 'Escucha', place: null, publish: false } as const;
	const envelope = makeEnvelope(form, 'es', { id: newId(), code }, [itemOf(bytes)]);
	const key = envelope.mediaKey ?? '';
	const box = Buffer.from(await sealMedia(cryptography, key, 0, new Uint8Array(bytes)));
	return { envelope, box, letter: await letterOf(city, envelope, [box]) };
}
