/** The way out for what waits on a phone whose memory does not open: the same sealed carry file, packed from what is read raw. */
import * as v from 'valibot';
import type { Bytes, Cryptography } from '../domain/cryptography.ts';
import type { Envelope } from '../domain/envelope.ts';
import { sealedSchema, type Sealed } from '../domain/sealed.ts';
import { isKeySetOf, keySetSchema, type PublicKey } from '../domain/receipt.ts';
import { sealMedia } from '../domain/seal.ts';
import { writeCarryFile, type ForFile } from './carry/write-file.ts';
import { hashBytes } from './media.ts';
import { readRawMemory, type RawMemory } from './raw-memory.ts';
import { sealEnvelope } from './sealing.ts';
import { fetchKeys } from './sync/exchange.ts';

/** A file with everything that waits; or there is nothing; this phone knows no city to seal for; or nothing can be read. */
export type Rescued = ForFile | 'nothing' | 'no-city' | 'shut';

/** Packs what waits on this phone without opening its memory as Plaza does. Nothing there is changed. */
export async function rescueFile(crypt: Cryptography): Promise<Rescued> {
	let memory: RawMemory;
	try {
		memory = await readRawMemory();
	} catch {
		return 'shut';
	}
	try {
		return await packAll(crypt, memory);
	} catch {
		return 'shut';
	} finally {
		memory.close();
	}
}

async function packAll(crypt: Cryptography, memory: RawMemory): Promise<Rescued> {
	const { entries } = memory;
	if (entries.length === 0) return 'nothing';
	const city = await cityOf(crypt, memory);
	if (!city) return 'no-city';
	const letters: Sealed[] = [];
	const media = new Map<string, (Bytes | undefined)[]>();
	for (const entry of entries) {
		const packed = await pack(crypt, city.key, memory, entry).catch(() => undefined);
		if (!packed) continue;
		letters.push(packed.letter);
		media.set(packed.letter.id, packed.media);
	}
	const file = await writeCarryFile(
		city.root,
		letters,
		async ({ id }, position) => media.get(id)?.[position]
	);
	return { ...file, left: file.left + entries.length - letters.length };
}

type Packed = { letter: Sealed; media: (Bytes | undefined)[] };

async function pack(
	crypt: Cryptography,
	key: PublicKey,
	memory: RawMemory,
	{ id, envelope, sealed }: RawMemory['entries'][number]
): Promise<Packed | undefined> {
	if (envelope) {
		const media = await sealedNow(crypt, memory, envelope);
		// the form that went out before, where its media can be sealed to the same bytes, is the same to the city
		const letter = v.is(sealedSchema, sealed)
			? sealed
			: await sealEnvelope(crypt, key, envelope, media);
		return { letter, media };
	}
	if (!v.is(sealedSchema, sealed)) return undefined;
	const media = sealed.media.map(({ sha256 }) => bytesOf(memory, id, sha256, true));
	return { letter: sealed, media: await Promise.all(media) };
}

async function sealedNow(
	crypt: Cryptography,
	memory: RawMemory,
	envelope: Envelope
): Promise<(Bytes | undefined)[]> {
	const mediaKey = 'mediaKey' in envelope ? envelope.mediaKey : undefined;
	const all: (Bytes | undefined)[] = [];
	for (const [position, { sha256 }] of envelope.media.entries()) {
		const bytes = mediaKey && (await bytesOf(memory, envelope.id, sha256, false));
		all.push(bytes && mediaKey ? await sealMedia(crypt, mediaKey, position, bytes) : undefined);
	}
	return all;
}

async function bytesOf(
	memory: RawMemory,
	owner: string,
	sha256: string,
	isSealed: boolean
): Promise<Bytes | undefined> {
	const kept = memory.media.find(
		(each) => each.owner === owner && each.sha256 === sha256 && (each.sealed ?? false) === isSealed
	);
	const bytes = kept && (await memory.bytesOf(kept.id));
	return bytes && hashBytes(bytes) === sha256 ? bytes : undefined;
}

/** The city as this phone pinned it; one that it has never met is asked, and nothing is remembered of it. */
async function cityOf(
	crypt: Cryptography,
	memory: RawMemory
): Promise<{ root: string; key: PublicKey } | undefined> {
	const kept = v.safeParse(keySetSchema, memory.fact('keys'));
	const set = kept.success ? kept.output : await askCity(crypt);
	const root = (memory.fact('root') as PublicKey | undefined)?.kid ?? set?.root.kid;
	const key = set?.keys.find(({ use }) => use === 'enc');
	return root && key ? { root, key } : undefined;
}

async function askCity({ checkSignature }: Cryptography) {
	const heard = v.safeParse(keySetSchema, await fetchKeys());
	if (!heard.success) return undefined;
	const { output } = heard;
	return (await isKeySetOf(output.root, output, checkSignature)) ? output : undefined;
}
