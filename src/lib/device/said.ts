/** The city's answer spoken, kept on this phone to be heard without internet. */
import type { Cryptography } from '../domain/cryptography.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import { openMedia } from '../domain/seal.ts';
import type { News } from '../domain/sync.ts';
import { device, type KeptMedia } from './database.ts';
import { dropMedia, hashBytes, piecesOf } from './media.ts';
import { withRoom } from './room.ts';
import { fetchSaid } from './sync/exchange.ts';

/** The owner of the city's own voice; each lies under the id of the message that it speaks. */
export const said = 'said';

/** Bytes that are fetched unasked. */
const unasked = 300_000;

type Message = News['messages'][number];

/** The bytes of a message's voice, from the city; undefined where they do not come, or are others. */
export async function fetchVoice({ id, voice }: Message, crypt: Cryptography) {
	const bytes = voice && (await fetchSaid(id, hashSecret(voice.key)));
	return bytes && openMedia(crypt, voice.key, 0, bytes);
}

/** Fetches and keeps a message's voice, unless its news went from this phone meanwhile. */
export async function keepVoice(message: Message, crypt: Cryptography): Promise<void> {
	const bytes = await fetchVoice(message, crypt);
	if (!bytes) return;
	const { id } = message;
	const type = message.voice?.type as KeptMedia['type'];
	const row = { id, owner: said, position: 0, role: 'voice' as const, type, addedAt: Date.now() };
	const { media, pieces, needs, news } = device;
	const keep = async () => {
		if (!(await wanted()).has(id)) return;
		await media.put({ ...row, size: bytes.length, sha256: hashBytes(bytes) });
		await pieces.bulkPut(piecesOf(id, bytes));
	};
	await withRoom(() => device.transaction('rw', media, pieces, needs, news, keep));
}

/** Keeps what the city said aloud to this phone's needs, small ones unasked, and lets go of what nobody has any more. */
export async function keepVoices(crypt: Cryptography): Promise<void> {
	const missing = await wanted();
	for (const id of await device.media.where('owner').equals(said).primaryKeys()) {
		if (!missing.delete(id)) await dropMedia(id);
	}
	const small = [...missing.values()].filter(({ voice }) => voice && voice.size <= unasked);
	// a phone without room, or a line that breaks, leaves the words alone
	await Promise.allSettled(small.map((message) => keepVoice(message, crypt)));
}

async function wanted(): Promise<Map<string, Message>> {
	const needs = await device.needs.filter(({ withdrawnAt }) => !withdrawnAt).primaryKeys();
	const heard = (await device.news.bulkGet(needs)).flatMap((news) => news?.messages ?? []);
	return new Map(heard.flatMap((each) => (each.voice ? [[each.id, each] as const] : [])));
}
