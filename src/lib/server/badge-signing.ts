/** The city signs badges: as a credential for everybody, and as the short text for codes. */
import { randomUUID } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import * as v from 'valibot';
import { badgeText, type BadgeFacts } from '../domain/badge.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { isLanguage } from '../domain/language.ts';
import { claimsOf, credentialOf, didOf } from '../domain/open-badge.ts';
import { catalogueEntry } from './badge-catalogue.ts';
import type { Database } from './database.ts';
import type { KeyPair, Keys } from './keys.ts';
import { cityNameIn, readSettings } from './settings.ts';
import { signTextAside } from './signature.ts';
import { readSwaps } from './swap-fields.ts';

/** Where a city is that was not told its address: on the machine where it is tried out. */
const unknownOrigin = 'http://localhost:3000';

/** What a badge is signed with, and the address of the city in it. */
export interface Issuing {
	keys: Keys;
	origin?: string | undefined;
}

/** The UUIDs of a credential and of its subject. */
type Names = { id: string; subject: string };

/**
 * Signs these facts in a language, or in English where the city has no such one.
 * @param names those of the credential that this one replaces
 */
export async function signBadge(
	db: Database,
	lang: string,
	facts: BadgeFacts,
	{ keys, origin = unknownOrigin }: Issuing,
	names: Names = { id: randomUUID(), subject: randomUUID() }
): Promise<{ credential: string; signature: string }> {
	const [pair] = keys.signing;
	const language = isLanguage(lang) ? lang : 'en';
	const entry = await catalogueEntry(facts.module, language, await readSwaps(db));
	if (!entry) throw new Error(`there is no module ${facts.module}`);
	const name = cityNameIn(await readSettings(db), language) || 'Plaza';
	const claims = claimsOf(credentialOf({ origin, name }, entry, facts, names));
	return {
		credential: await signJwt(claims, pair, origin),
		signature: `${pair.public.kid}.${await signTextAside(pair.private, badgeText(facts))}`
	};
}

/** A JWT by the city, its key named in the city's DID document. */
export function signJwt(
	claims: Record<string, unknown>,
	{ public: key, private: secret }: KeyPair,
	origin: string
): Promise<string> {
	return new SignJWT(claims)
		.setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: `${didOf(origin)}#${key.kid}` })
		.sign(secret);
}

const urn = v.pipe(
	v.string(),
	v.startsWith('urn:uuid:'),
	v.transform((text) => text.slice('urn:uuid:'.length))
);
const ownCredentialSchema = v.object({
	jti: urn,
	sub: urn,
	credentialSubject: v.object({
		identifier: v.tuple([v.object({ identityHash: v.pipe(v.string(), v.startsWith('sha256$')) })])
	})
});

/** What a credential that the city itself signed and kept says of its holder, and how it and she are called in it. */
export function readOwnCredential(credential: string): Names & { holder: string } {
	const { jti, sub, credentialSubject } = v.parse(ownCredentialSchema, decodeJwt(credential));
	const hash = credentialSubject.identifier[0].identityHash.slice('sha256$'.length);
	return { id: jti, subject: sub, holder: toBase64Url(Buffer.from(hash, 'hex')) };
}
