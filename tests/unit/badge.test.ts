/** A badge: signed by the city, checked without it, and nothing else passes for one. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
	badgeText,
	holderOf,
	longestWitness,
	readName,
	witnessOf,
	type BadgeFacts
} from '../../src/lib/domain/badge.ts';
import { badgeFile, readBadgeFile } from '../../src/lib/domain/badge-file.ts';
import { badgeNumber, meantBadge, readBadgeNumber } from '../../src/lib/domain/badge-number.ts';
import { checkBadge, type BadgeWord } from '../../src/lib/domain/check-badge.ts';
import { fingerprint, toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import {
	addressOf,
	longestAddress,
	readAddress,
	readBadge,
	writeBadge,
	type HeldBadge
} from '../../src/lib/domain/held-badge.ts';
import { claimsOf, credentialOf, didDocument } from '../../src/lib/domain/open-badge.ts';
import type { PublicKey } from '../../src/lib/domain/receipt.ts';
import { checkSignature, signText } from '../../src/lib/server/signature.ts';

const origin = 'https://plaza.a-rather-long-city-name.example.org';
const issuedAt = Date.parse('2026-03-01T10:00:00Z') / 1000;
const city = newKey();
const former = newKey();
const name = 'Fátima Ben Ali';
const salt = toBase64Url(randomBytes(16));
const facts: BadgeFacts = {
	module: 'scam-messages',
	level: 'foundation',
	holder: holderOf(name, salt),
	issuedAt,
	status: 77_777
};
const word: BadgeWord = {
	asOf: issuedAt + 1000,
	periods: [
		{ kid: city.public.kid, from: issuedAt - 100 },
		{ kid: former.public.kid, from: issuedAt - 9000, until: issuedAt - 100 }
	],
	takenBack: [[5, issuedAt]],
	signature: ''
};
const known = { keys: [city.public, former.public], badges: word };

function newKey() {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
	const named = { kty: 'EC', crv: 'P-256', x, y } as const;
	const key: PublicKey = { kid: fingerprint(named), ...named, use: 'sig' };
	return { public: key, private: privateKey };
}

function signed(given: Partial<BadgeFacts> = {}, key = city) {
	const all = { ...facts, ...given };
	const signature = `${key.public.kid}.${signText(key.private, badgeText(all))}`;
	const { confirmed } = all;
	const first = { ...all, confirmed: confirmed && { ...confirmed, signature } };
	return writeBadge({ ...first, name, salt, signature: confirmed ? 'the first one' : signature });
}

async function verdictOf(held: HeldBadge | undefined, by = known) {
	return held && (await checkBadge(held, by, checkSignature)).verdict;
}

describe('a badge in its short form', () => {
	it('is good, with its name and its day, without the city', async () => {
		const held = readBadge(signed());
		expect(held).toMatchObject({ ...facts, name });
		expect(await checkBadge(held as HeldBadge, known, checkSignature)).toEqual({
			verdict: 'good',
			asOf: word.asOf
		});
	});

	it('is written and read again, whatever the name, in at most 600 bytes with its address', () => {
		const anyName = fc
			.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
			.map(readName)
			.filter((read) => read !== undefined);
		const given = fc.record({
			name: fc.oneof(anyName, fc.constant('🦜'.repeat(60))),
			module: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
			status: fc.nat(2 ** 31 - 1),
			issuedAt: fc.nat(2 ** 32 - 1)
		});
		fc.assert(
			fc.property(given, (some) => {
				const signature = `${city.public.kid}.${'a'.repeat(86)}`;
				const written = writeBadge({ ...some, level: 'foundation', salt, signature });
				const address = addressOf(origin, 'es', written);
				expect(Buffer.byteLength(address)).toBeLessThanOrEqual(longestAddress);
				expect(readAddress(address)).toEqual({ origin, written });
				expect(readBadge(written)).toMatchObject({ ...some, holder: holderOf(some.name, salt) });
			})
		);
	});

	it('says who saw it, where somebody did', async () => {
		const confirmed = { by: 'Lab del Raval', at: issuedAt };
		const held = readBadge(signed({ confirmed }));
		expect(held?.confirmed).toEqual(confirmed);
		expect(await verdictOf(held)).toBe('good');
	});

	it('that was confirmed under a newer key is good, and not when that key signs for a time before it was', async () => {
		const longAgo = { issuedAt: issuedAt - 5000 };
		const seen = { ...longAgo, confirmed: { by: 'Ana', at: issuedAt } };
		expect(await verdictOf(readBadge(signed(seen)))).toBe('good');
		expect(await verdictOf(readBadge(signed(longAgo)))).toBe('key-not-in-use');
	});

	it('with a name of sixty letters and the longest witness still fits a code that old cameras read', () => {
		const by = witnessOf('Ö'.repeat(80), 'Ciudad');
		expect(Buffer.byteLength(by)).toBeLessThanOrEqual(longestWitness);
		expect(by).toMatch(/^Ö+…$/);
		expect(witnessOf('Ana', 'Bolonia ')).toBe('Ana, Bolonia');
		const signature = `${city.public.kid}.${'a'.repeat(86)}`;
		const confirmed = { by, at: issuedAt, signature };
		const held = { ...facts, module: 'm'.repeat(40), name: '字'.repeat(60), salt, signature };
		const address = addressOf(origin, 'es', writeBadge({ ...held, confirmed }));
		expect(address.length).toBeLessThanOrEqual(longestAddress);
	});

	it('is never good once any of its letters is another', async () => {
		const written = signed();
		for (let at = 0; at < written.length; at++) {
			for (const other of ['A', 'b', '7']) {
				if (written[at] === other) continue;
				const changed = written.slice(0, at) + other + written.slice(at + 1);
				const held = readBadge(changed);
				// the last letter of base64url holds bits that no byte has
				if (held && isSame(held, readBadge(written) as HeldBadge)) continue;
				expect(await verdictOf(held), changed).not.toBe('good');
			}
		}
	});

	it('is not good when somebody else signed it, also under the name of a key of the city', async () => {
		expect(await verdictOf(readBadge(signed({}, newKey())))).toBe('not-known');
		const liar = { ...newKey(), public: city.public };
		expect(await verdictOf(readBadge(signed({}, liar)))).toBe('changed');
	});

	it('is good by a former key when it was issued in its time, and not with a day after its end', async () => {
		const before = readBadge(signed({ issuedAt: issuedAt - 200 }, former));
		const after = readBadge(signed({ issuedAt: issuedAt - 100 }, former));
		expect(await verdictOf(before)).toBe('good');
		expect(await verdictOf(after)).toBe('key-not-in-use');
		expect(await verdictOf(readBadge(signed({ issuedAt: issuedAt - 101 })))).toBe('key-not-in-use');
	});

	it('is taken back as of the city’s last word', async () => {
		const held = readBadge(signed({ status: 5 })) as HeldBadge;
		expect(await checkBadge(held, known, checkSignature)).toEqual({
			verdict: 'taken-back',
			at: issuedAt,
			asOf: word.asOf
		});
	});

	it('cannot be checked by a phone that never heard the city’s word', async () => {
		const unheard = { keys: known.keys, badges: undefined } as never;
		expect(await verdictOf(readBadge(signed()), unheard)).toBe('not-known');
	});
});

function isSame(a: HeldBadge, b: HeldBadge): boolean {
	const bytes = (held: HeldBadge) => Buffer.from(held.signature, 'base64url').toString('hex');
	return a.text === b.text && a.name === b.name && a.kid === b.kid && bytes(a) === bytes(b);
}

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

describe('the number of a badge', () => {
	const number = badgeNumber(facts);

	it('is read again as people type it, and is the one that its code means', () => {
		expect(number).toMatch(/^77777-[0-9A-HJKMNP-TV-Z]{4}$/);
		const arabic = number.replace(/^77777/, '٧٧٧٧٧');
		for (const typed of [number, ` ${number.toLowerCase().replace('-', ' ')} `, arabic])
			expect(readBadgeNumber(typed), typed).toEqual({ status: facts.status, number });
		const written = signed();
		const kid = city.public.kid.slice(0, 8);
		for (const code of [written, addressOf(origin, 'es', written), ` ${written}\n`])
			expect(meantBadge(code)).toEqual({ number, kid });
		expect(meantBadge(number)).toEqual({ number });
	});

	it('is another one for another holder at the same place, and nothing else is one', () => {
		const other = { ...facts, holder: holderOf('Otra Persona', salt) };
		expect(badgeNumber(other)).not.toBe(number);
		for (const typed of ['', '7777', 'K3QZ', '77777-K3QU', 'https://x.example/es'])
			expect(meantBadge(typed), typed).toBeUndefined();
	});
});
