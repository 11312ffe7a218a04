/** A badge as a credential that any wallet reads, and its file: only what the city signed passes for one. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { holderOf, type BadgeFacts } from '../../src/lib/domain/badge.ts';
import { badgeFile, readBadgeFile } from '../../src/lib/domain/badge-file.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { claimsOf, credentialOf, didDocument } from '../../src/lib/domain/open-badge.ts';
import { origin, issuedAt, city, former, name, salt, facts, verdictOf } from './badge-invented.ts';

const issuer = { origin, name: 'Ciudad' };
const entry = {
	module: facts.module,
	lang: 'es',
	title: 'Mensajes trampa',
	description: 'Reconocer un mensaje trampa.',
	narrative: 'Hizo sin ayuda estas lecciones.',
	alone: 'Nadie lo observó.',
	seen: 'Una persona de la ciudad lo vio.',
	digcomp: [{ competence: '4.2' }, { competence: '4.2' }]
};
const ids = {
	id: '0b0f2d3c-0000-4000-8000-000000000001',
	subject: '0b0f2d3c-0000-4000-8000-000000000002'
};

async function jwtOf(given: BadgeFacts = facts, key = city): Promise<string> {
	const kid = `did:web:x#${key.public.kid}`;
	return new SignJWT(claimsOf(credentialOf(issuer, entry, given, ids)))
		.setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
		.sign(key.private);
}

describe('a badge as an Open Badges 3.0 credential', () => {
	const schema = JSON.parse(
		readFileSync(new URL('../fixtures/open-badge-3p0.schema.json', import.meta.url), 'utf8')
	) as object;
	const ajv = new Ajv2019({ allErrors: true, strict: false, validateFormats: false });
	const isValid = ajv.compile(schema);

	it('fits what Open Badges 3.0 asks, also where somebody confirmed it', () => {
		for (const confirmed of [undefined, { by: 'Lab', at: issuedAt }]) {
			const credential = credentialOf(
				issuer,
				entry,
				{ ...facts, ...(confirmed && { confirmed }) },
				ids
			);
			isValid(credential);
			expect(isValid.errors).toBeNull();
		}
		expect(isValid({ ...credentialOf(issuer, entry, facts, ids), validFrom: undefined })).toBe(
			false
		);
	});

	it('names nobody: its subject is a pseudonym and the hash of name and salt', () => {
		const credential = credentialOf(issuer, entry, facts, ids);
		const hash = Buffer.from(facts.holder, 'base64url').toString('hex');
		expect(credential.credentialSubject.identifier).toEqual([
			{ type: 'IdentityObject', hashed: true, identityType: 'name', identityHash: `sha256$${hash}` }
		]);
		expect(JSON.stringify(credential)).not.toContain(name);
		expect(JSON.stringify(credential)).not.toContain(salt);
	});

	it('has the claims that a VC-JWT needs, each equal to what the credential says', () => {
		const credential = credentialOf(issuer, entry, facts, ids);
		expect(claimsOf(credential)).toMatchObject({
			iss: credential.issuer.id,
			jti: credential.id,
			sub: credential.credentialSubject.id,
			nbf: issuedAt
		});
		expect(credential.validFrom).toBe('2026-03-01T10:00:00Z');
		expect(credential.issuer.id).toBe(didDocument(origin, [city.public]).id);
	});

	it('is checked from its file, and not when name, salt or credential are others', async () => {
		const credential = await jwtOf();
		const held = readBadgeFile(badgeFile(credential, name, salt));
		expect(held).toMatchObject({ module: facts.module, status: facts.status, issuedAt, name });
		expect(await verdictOf(held)).toBe('good');
		const others = [
			badgeFile(credential, 'Otra Persona', salt),
			badgeFile(credential, name, toBase64Url(randomBytes(16))),
			badgeFile(await jwtOf({ ...facts, holder: holderOf('x', salt) }), name, salt)
		];
		for (const file of others) expect(await verdictOf(readBadgeFile(file))).toBe('changed');
		const [head, body, signature] = credential.split('.');
		const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as object;
		const forged = Buffer.from(JSON.stringify({ ...claims, validFrom: '2026-03-01T10:00:01Z' }));
		const file = badgeFile(`${head}.${forged.toString('base64url')}.${signature}`, name, salt);
		expect(await verdictOf(readBadgeFile(file))).toBe('changed');
	});

	it('says in its file who saw it and when, beside the day of the first one', async () => {
		const confirmed = { by: 'Ana, Ciudad', at: issuedAt + 86_400 };
		const credential = credentialOf(issuer, entry, { ...facts, confirmed }, ids);
		expect(credential).toMatchObject({
			id: credentialOf(issuer, entry, facts, ids).id,
			validFrom: '2026-03-02T10:00:00Z',
			awardedDate: '2026-03-01T10:00:00Z',
			evidence: [{ name: 'Ana, Ciudad', narrative: entry.seen }]
		});
		expect(JSON.stringify(credential)).not.toContain(entry.alone);
		expect(JSON.stringify(credentialOf(issuer, entry, facts, ids))).toContain(entry.alone);
		const held = readBadgeFile(badgeFile(await jwtOf({ ...facts, confirmed }), name, salt));
		expect(held).toMatchObject({ issuedAt, confirmed, name });
		expect(await verdictOf(held)).toBe('good');
	});

	it('of a former key with a later day is not good', async () => {
		const file = badgeFile(await jwtOf(facts, former), name, salt);
		expect(await verdictOf(readBadgeFile(file))).toBe('key-not-in-use');
	});
});
