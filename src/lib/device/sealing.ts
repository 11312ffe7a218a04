/** Sealing what this phone holds, for ways on which others than the city carry it. */
import type { Cryptography } from '../domain/cryptography.ts';
import type { Sealed } from '../domain/envelope.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import type { PublicKey } from '../domain/receipt.ts';
import { sealFor, sealMedia } from '../domain/seal.ts';
import { device, type OutboxEntry } from './database.ts';
import { bytesOf, hashBytes, listMedia } from './media.ts';

/**
 * The sealed form of an entry; made once and kept, so that whoever gets it twice gets the same. Undefined when its media
 * are no longer whole on this phone.
 */
export async function sealedForm(
	crypt: Cryptography,
	key: PublicKey,
	entry: OutboxEntry
): Promise<Sealed | undefined> {
	if (entry.sealed) return entry.sealed;
	const sealed = await seal(crypt, key, entry);
	if (sealed) await device.outbox.update(entry.id, { sealed });
	return sealed;
}

async function seal(
	crypt: Cryptography,
	key: PublicKey,
	{ id, envelope }: OutboxEntry
): Promise<Sealed | undefined> {
	if (!envelope) return undefined;
	const media: Sealed['media'] = [];
	for (const position of envelope.media.keys()) {
		const bytes = await sealedBytes(crypt, envelope, position);
		if (!bytes) return undefined;
		media.push({ sha256: hashBytes(bytes), size: bytes.length });
	}
	return { id, sealed: await sealFor(crypt, key, canonicalText(envelope)), media };
}

/** The sealed bytes of one of an envelope's media; undefined when what is on this phone is not what it lists. */
export async function sealedBytes(
	crypt: Cryptography,
	envelope: NonNullable<OutboxEntry['envelope']>,
	position: number
) {
	const item = envelope.media[position];
	const mediaKey = envelope.kind === 'need' ? envelope.mediaKey : undefined;
	const kept = (await listMedia(envelope.id)).find(
		(each) => !each.sealed && each.sha256 === item?.sha256
	);
	if (!item || !mediaKey || !kept) return undefined;
	const bytes = await bytesOf(kept.id);
	return hashBytes(bytes) === item.sha256 ? sealMedia(crypt, mediaKey, position, bytes) : undefined;
}
