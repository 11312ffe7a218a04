import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { CompactEncrypt, compactDecrypt, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import {
	openMedia,
	openWith,
	sealFor,
	sealingChance,
	sealMedia,
	sealWith
} from '../../src/lib/domain/seal.ts';
import { newKeys } from '../integration/invented.ts';

const secret = () => toBase64Url(randomBytes(32));

describe('a sealed text', () => {
	it('is opened by its city, by the library that everybody uses', async () => {
		const { sealing } = newKeys();
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (words) => {
				const sealed = sealFor(sealing[0].public, words, randomBytes(sealingChance));
				const { plaintext, protectedHeader } = await compactDecrypt(sealed, sealing[0].private);
				expect(new TextDecoder().decode(plaintext)).toBe(words);
				expect(protectedHeader.kid).toBe(sealing[0].public.kid);
			}),
			{ numRuns: 20 }
		);
	});

	it('is not opened by another city, nor after one character changed', async () => {
		const [ours, theirs] = [newKeys().sealing[0], newKeys().sealing[0]];
		const sealed = sealFor(ours.public, 'una rampa', randomBytes(sealingChance));
		await expect(compactDecrypt(sealed, theirs.private)).rejects.toThrow();
		const changed = sealed.replace(
			/\.(.)([^.]*\.[^.]*)$/,
			(_, first: string, rest: string) => `.${first === 'Z' ? 'a' : 'Z'}${rest}`
		);
		await expect(compactDecrypt(changed, ours.private)).rejects.toThrow();
	});

	it('is another one each time, so that nobody sees that two are the same', () => {
		const [key] = newKeys().sealing;
		const seal = () => sealFor(key.public, 'sí', randomBytes(sealingChance));
		expect(seal()).not.toBe(seal());
	});
});

describe('a sealed reply', () => {
	it('is opened with the reply key only, also when the library sealed it', async () => {
		const key = secret();
		const bytes = new TextEncoder().encode('La rampa se hace en mayo 🙂');
		const theirs = await new CompactEncrypt(bytes)
			.setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
			.encrypt(await importJWK({ kty: 'oct', k: key }, 'dir'));
		expect(openWith(key, theirs)).toBe('La rampa se hace en mayo 🙂');
		expect(openWith(key, sealWith(key, 'hola', randomBytes(12)))).toBe('hola');
		expect(openWith(secret(), theirs)).toBeUndefined();
		expect(openWith(key, `${theirs.slice(0, -1)}`)).toBeUndefined();
		expect(openWith(key, 'nothing of the kind')).toBeUndefined();
	});
});

describe('sealed media', () => {
	it('are the same bytes each time, and open only at their own place', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(3), (bytes, position) => {
				const key = secret();
				const sealed = sealMedia(key, position, bytes);
				expect(sealMedia(key, position, bytes)).toEqual(sealed);
				expect(openMedia(key, position, sealed)).toEqual(bytes);
				expect(openMedia(key, position + 1, sealed)).toBeUndefined();
				expect(openMedia(secret(), position, sealed)).toBeUndefined();
			})
		);
	});
});
