/** A badge of an invented person, and the city that signs it. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { badgeText, holderOf, type BadgeFacts } from '../../src/lib/domain/badge.ts';
import type { BadgeWord } from '../../src/lib/domain/badge-word.ts';
import { checkBadge } from '../../src/lib/domain/check-badge.ts';
import { fingerprint, toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { writeBadge, type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import type { PublicKey } from '../../src/lib/domain/receipt.ts';
import { checkSignature, signText } from '../../src/lib/server/signature.ts';

export const origin = 'https://plaza.a-rather-long-city-name.example.org';
export const issuedAt = Date.parse('2026-03-01T10:00:00Z') / 1000;
export const city = newKey();
export const former = newKey();
export const name = 'Fátima Ben Ali';
export const salt = toBase64Url(randomBytes(16));
export const facts: BadgeFacts = {
	module: 'scam-messages',
	level: 'foundation',
	holder: holderOf(name, salt),
	issuedAt,
	status: 77_777
};
export const word: BadgeWord = {
	asOf: issuedAt + 1000,
	periods: [
		{ kid: city.public.kid, from: issuedAt - 100 },
		{ kid: former.public.kid, from: issuedAt - 9000, until: issuedAt - 100 }
	],
	takenBack: [[5, issuedAt]],
	signature: ''
};
export const known = { keys: [city.public, former.public], badges: word };

/** A key of a city. */
export function newKey() {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
	const named = { kty: 'EC', crv: 'P-256', x, y } as const;
	const key: PublicKey = { kid: fingerprint(named), ...named, use: 'sig' };
	return { public: key, private: privateKey };
}

/** A badge in its short form, signed. */
export function signed(given: Partial<BadgeFacts> = {}, key = city) {
	const all = { ...facts, ...given };
	const signature = `${key.public.kid}.${signText(key.private, badgeText(all))}`;
	const { confirmed } = all;
	const first = { ...all, confirmed: confirmed && { ...confirmed, signature } };
	return writeBadge({ ...first, name, salt, signature: confirmed ? 'the first one' : signature });
}

/** What a phone says of it. */
export async function verdictOf(held: HeldBadge | undefined, by = known) {
	return held && (await checkBadge(held, by, checkSignature)).verdict;
}
