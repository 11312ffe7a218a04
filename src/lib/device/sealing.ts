/** Sealing what this phone holds, for ways on which others than the city carry it. */
import type { Bytes, Cryptography } from '../domain/cryptography.ts';
import type { Envelope } from '../domain/envelope.ts';
import type { Sealed } from '../domain/sealed.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import type { PublicKey } from '../domain/receipt.ts';
import { sealFor, sealMedia, sealOverhead } from '../domain/seal.ts';
import { device, type OutboxEntry } from './database.ts';
import { bytesOf, hashBytes, listMedia } from './media.ts';
import { sealingKey } from './sync/city-keys.ts';

/**
 * The sealed form of an entry; made once and kept, so that whoever gets it twice gets the same. A damaged photo does not
 * keep its words here. Undefined where there is nothing to seal.
 */
export async function sealedForm(
	crypt: Cryptography,
	key: PublicKey,
	entry: OutboxEntry
): Promise<Sealed | undefined> {
	if (entry.sealed) return entry.sealed;
	if (!entry.envelope) return undefined;
	const media = await allSealed(crypt, entry.envelope);
	const sealed = await sealEnvelope(crypt, key, entry.envelope, media);
	await device.outbox.update(entry.id, { sealed });
	return sealed;
}

/** Seals everything that waits in clear, where this phone has met its city. */
export async function sealAhead(crypt: Cryptography): Promise<void> {
	const key = await sealingKey();
	if (!key) return;
	for (const entry of await device.outbox.toArray()) await sealedForm(crypt, key, entry);
}

/**
 * An envelope sealed with its media. For those that are no longer whole stands a hash that nothing has: the words arrive
 * all the same, and the city says what is missing.
 */
export async function sealEnvelope(
	crypt: Cryptography,
	key: PublicKey,
	envelope: Envelope,
	media: (Bytes | undefined)[]
): Promise<Sealed> {
	const listed = envelope.media.map(({ size }, position) => ({
		sha256: hashBytes(media[position] ?? crypt.random(32)),
		size: size + sealOverhead
	}));
	const sealed = await sealFor(crypt, key, canonicalText(envelope));
	return { id: envelope.id, sealed, media: listed };
}

/** The sealed bytes of all of an envelope's media, in their order; undefined for those that are not whole here. */
export async function allSealed(
	crypt: Cryptography,
	envelope: Envelope
): Promise<(Bytes | undefined)[]> {
	const all: (Bytes | undefined)[] = [];
	for (const position of envelope.media.keys()) {
		all.push(await sealedBytes(crypt, envelope, position));
	}
	return all;
}

/** The sealed bytes of one of an envelope's media; undefined when what is on this phone is not what it lists. */
export async function sealedBytes(
	crypt: Cryptography,
	envelope: Envelope,
	position: number
): Promise<Bytes | undefined> {
	const sha256 = envelope.media[position]?.sha256;
	const mediaKey = 'mediaKey' in envelope ? envelope.mediaKey : undefined;
	const kept = (await listMedia(envelope.id)).find(
		(each) => !each.sealed && each.sha256 === sha256
	);
	if (!mediaKey || !kept) return undefined;
	const bytes = await bytesOf(kept.id);
	return hashBytes(bytes) === sha256 ? sealMedia(crypt, mediaKey, position, bytes) : undefined;
}
