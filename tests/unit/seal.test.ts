import { randomBytes, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Cryptography } from '../../src/lib/domain/cryptography.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { javascriptCryptography } from '../../src/lib/domain/javascript-cryptography.ts';
import {
	openFor,
	openMedia,
	openWith,
	sealFor,
	sealMedia,
	sealOverhead,
	sealWith
} from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { signText } from '../../src/lib/server/signature.ts';
import { newKeys } from '../integration/invented.ts';

const secret = () => toBase64Url(randomBytes(32));
const bytes = fc.uint8Array({ minLength: 1 }).map((each) => new Uint8Array(each));
const chance = (count: number) => webcrypto.getRandomValues(new Uint8Array(count));

const both: [string, Cryptography][] = [
	['by the browser', cryptography],
	['in JavaScript', javascriptCryptography(chance)]
];

describe.each(both)('%s, a sealed text', (_, crypt) => {
	it('is opened by its city, by the library that everybody uses', async () => {
		const [key] = newKeys().sealing;
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (words) => {
				const sealed = await sealFor(crypt, key.public, words);
				const { plaintext, protectedHeader } = await compactDecrypt(sealed, key.private);
				expect(new TextDecoder().decode(plaintext)).toBe(words);
				expect(protectedHeader.kid).toBe(key.public.kid);
			}),
			{ numRuns: 20 }
		);
	});

	it('is opened by the owner of its key, with either cryptography, and by nobody else', async () => {
		const own = await crypt.makeKey();
		const sealed = await sealFor(crypt, { ...own, kid: 'own' }, 'mis palabras');
		for (const [, other] of both) expect(await openFor(other, own, sealed)).toBe('mis palabras');
		expect(await openFor(crypt, await crypt.makeKey(), sealed)).toBeUndefined();
		expect(await openFor(crypt, own, sealed.slice(0, -2))).toBeUndefined();
		expect(await openFor(crypt, own, 'nothing of the kind')).toBeUndefined();
	});

	it('is not opened by another city, nor after one character changed', async () => {
		const [ours, theirs] = [newKeys().sealing[0], newKeys().sealing[0]];
		const sealed = await sealFor(crypt, ours.public, 'una rampa');
		await expect(compactDecrypt(sealed, theirs.private)).rejects.toThrow();
		const changed = sealed.replace(
			/\.(.)([^.]*\.[^.]*)$/,
			(_, first: string, rest: string) => `.${first === 'Z' ? 'a' : 'Z'}${rest}`
		);
		await expect(compactDecrypt(changed, ours.private)).rejects.toThrow();
	});

	it('is another one each time, so that nobody sees that two are the same', async () => {
		const [key] = newKeys().sealing;
		const seal = () => sealFor(crypt, key.public, 'sí');
		expect(await seal()).not.toBe(await seal());
	});

	it('under a secret is opened with this secret only, also when the library sealed it', async () => {
		const key = secret();
		const said = new TextEncoder().encode('La rampa se hace en mayo 🙂');
		const theirs = await new CompactEncrypt(said)
			.setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
			.encrypt(await importJWK({ kty: 'oct', k: key }, 'dir'));
		expect(await openWith(crypt, key, theirs)).toBe('La rampa se hace en mayo 🙂');
		expect(await openWith(crypt, key, await sealWith(crypt, key, 'hola'))).toBe('hola');
		expect(await openWith(crypt, secret(), theirs)).toBeUndefined();
		expect(await openWith(crypt, key, theirs.slice(0, -1))).toBeUndefined();
		expect(await openWith(crypt, key, 'nothing of the kind')).toBeUndefined();
	});
});

describe.each(both)('%s, sealed media', (_, crypt) => {
	it('are the same bytes each time, and open only at their own place', async () => {
		await fc.assert(
			fc.asyncProperty(bytes, fc.nat(3), async (plain, position) => {
				const key = secret();
				const sealed = await sealMedia(crypt, key, position, plain);
				expect(sealed.length).toBe(plain.length + sealOverhead);
				for (const [, other] of both) {
					expect(await sealMedia(other, key, position, plain)).toEqual(sealed);
					expect(await openMedia(other, key, position, sealed)).toEqual(plain);
				}
				expect(await openMedia(crypt, key, position + 1, sealed)).toBeUndefined();
				expect(await openMedia(crypt, secret(), position, sealed)).toBeUndefined();
			}),
			{ numRuns: 30 }
		);
	});
});

describe('both cryptographies', () => {
	it('find the same keys and check the same signatures', async () => {
		const [[, one], [, other]] = both as [[string, Cryptography], [string, Cryptography]];
		const [mine, yours] = [await one.makeKey(), await other.makeKey()];
		expect(await one.agree(mine, yours)).toEqual(await other.agree(yours, mine));
		const [password, salt] = [chance(20), chance(16)];
		expect(await one.stretch(password, salt, 10)).toEqual(await other.stretch(password, salt, 10));
		const [key] = newKeys().signing;
		const signature = new Uint8Array(Buffer.from(signText(key.private, 'hola'), 'base64url'));
		for (const crypt of [one, other]) {
			expect(await crypt.checkSignature(key.public, signature, 'hola')).toBe(true);
			expect(await crypt.checkSignature(key.public, signature, 'holb')).toBe(false);
		}
	});
});
