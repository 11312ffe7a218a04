/**
 * A badge as an Open Badges 3.0 credential (1EdTech, `AchievementCredential`; W3C Verifiable Credentials 2.0), and the
 * documents around it: issuer (did:web), achievement and status list. Data only; the city signs it.
 */
import { statusListLength, type BadgeFacts } from './badge.ts';
import { fromBase64Url } from './fingerprint.ts';
import type { DigcompTag } from './lesson.ts';
import type { PublicKey } from './receipt.ts';

/** What a credential says of a module, in one language. */
export interface CatalogueEntry {
	module: string;
	lang: string;
	title: string;
	/** What the module is about. */
	description: string;
	/** How a badge is earned. */
	narrative: string;
	/** That nobody watched, or that somebody of the city did. */
	alone: string;
	seen: string;
	digcomp: Pick<DigcompTag, 'competence'>[];
}

/** The city as issuer. `origin` is where it is found, such as https://plaza.example.org */
export interface Issuer {
	origin: string;
	name: string;
}

const contexts = [
	'https://www.w3.org/ns/credentials/v2',
	'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
];
const schemaOfCredential =
	'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';
const digcomp = 'https://publications.jrc.ec.europa.eu/repository/handle/JRC128415';

/** did:web (W3C CCG): the host, its port escaped. */
export function didOf(origin: string): string {
	return `did:web:${new URL(origin).host.replace(':', '%3A')}`;
}

/** The DID document with the keys that sign, former ones too: what they signed in their time is still good. */
export function didDocument(origin: string, keys: readonly PublicKey[]) {
	const id = didOf(origin);
	const methods = keys.map((key) => ({
		id: `${id}#${key.kid}`,
		type: 'JsonWebKey',
		controller: id,
		publicKeyJwk: { kty: key.kty, crv: key.crv, x: key.x, y: key.y }
	}));
	return {
		'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
		id,
		verificationMethod: methods,
		assertionMethod: methods.map((method) => method.id)
	};
}

/** The achievement of a module: what everybody with its badge did. */
export function achievementOf(origin: string, entry: CatalogueEntry) {
	return {
		id: `${origin}/badges/${entry.module}`,
		type: ['Achievement'],
		name: entry.title,
		description: entry.description,
		criteria: { narrative: entry.narrative },
		achievementType: 'Badge',
		inLanguage: entry.lang,
		alignment: [...new Set(entry.digcomp.map(({ competence }) => competence))].map((code) => ({
			type: ['Alignment'],
			targetName: `DigComp ${code}`,
			targetCode: code,
			targetFramework: 'DigComp 2.2',
			targetUrl: digcomp
		}))
	};
}

/**
 * The credential of a badge. Its subject is a pseudonym of this badge alone, and the hash of name and salt.
 * @param id @param subject UUIDs of their own, never a submission's
 */
export function credentialOf(
	{ origin, name }: Issuer,
	entry: CatalogueEntry,
	facts: BadgeFacts,
	{ id, subject }: { id: string; subject: string }
) {
	const { list, index } = placeOf(facts.status);
	const lists = `${origin}/badges/status/${list}`;
	const { confirmed } = facts;
	return {
		'@context': contexts,
		id: `urn:uuid:${id}`,
		type: ['VerifiableCredential', 'OpenBadgeCredential'],
		name: entry.title,
		issuer: { id: didOf(origin), type: ['Profile'], name, url: origin },
		// the newest of those with one id counts; the day of the first stays beside it
		validFrom: instantOf(confirmed?.at ?? facts.issuedAt),
		...(confirmed && { awardedDate: instantOf(facts.issuedAt) }),
		credentialSubject: {
			id: `urn:uuid:${subject}`,
			type: ['AchievementSubject'],
			identifier: [
				{
					type: 'IdentityObject',
					hashed: true,
					identityType: 'name',
					identityHash: `sha256$${hexOf(facts.holder)}`
				}
			],
			achievement: achievementOf(origin, entry),
			...(!confirmed && { narrative: entry.alone })
		},
		...(confirmed && {
			evidence: [{ type: ['Evidence'], name: confirmed.by, narrative: entry.seen }]
		}),
		credentialStatus: {
			id: `${lists}#${index}`,
			type: 'BitstringStatusListEntry',
			statusPurpose: 'revocation',
			statusListIndex: String(index),
			statusListCredential: lists
		},
		credentialSchema: [{ id: schemaOfCredential, type: '1EdTechJsonSchemaValidator2019' }]
	};
}

export type Credential = ReturnType<typeof credentialOf>;

/** The claims of a credential as VC-JWT (Open Badges 3.0, 8.2): itself, and what a JWT calls by names of its own. */
export function claimsOf(credential: Credential) {
	return {
		...credential,
		iss: credential.issuer.id,
		jti: credential.id,
		nbf: Date.parse(credential.validFrom) / 1000,
		sub: credential.credentialSubject.id
	};
}

/** A status list as a credential (W3C Bitstring Status List 1.0). @param encodedList multibase base64url of the gzipped bits */
export function statusCredentialOf(
	{ origin, name }: Issuer,
	list: number,
	encodedList: string,
	asOf: number
) {
	const id = `${origin}/badges/status/${list}`;
	return {
		'@context': ['https://www.w3.org/ns/credentials/v2'],
		id,
		type: ['VerifiableCredential', 'BitstringStatusListCredential'],
		issuer: { id: didOf(origin), name },
		validFrom: instantOf(asOf),
		credentialSubject: {
			id: `${id}#list`,
			type: 'BitstringStatusList',
			statusPurpose: 'revocation',
			encodedList
		},
		iss: didOf(origin),
		jti: id,
		nbf: asOf
	};
}

/** Which list a place is in, and where there. */
export function placeOf(status: number): { list: number; index: number } {
	return { list: Math.floor(status / statusListLength), index: status % statusListLength };
}

function instantOf(seconds: number): string {
	return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function hexOf(hash: string): string {
	return Array.from(fromBase64Url(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
