/** A member of a group is the same person in a session however often she joins, and a stranger in the next one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { idFromBytes } from '../../src/lib/domain/id.ts';
import { personOf, picturesOf, readCardCode, writeCardCode } from '../../src/lib/domain/member.ts';
import { matrixOf } from '../../src/lib/ui/qr.ts';

const aMember = fc.uint8Array({ minLength: 12, maxLength: 12 }).map(toBase64Url);
const aSession = fc
	.uint8Array({ minLength: 16, maxLength: 16 })
	.map((bytes) => idFromBytes(bytes, 7));

describe('A member', () => {
	it('has one pseudonym in a session, and others have others', () => {
		fc.assert(
			fc.property(aMember, aMember, aSession, aSession, (member, other, session, next) => {
				const person = personOf(member, session);
				expect(person).toMatch(/^[A-Za-z0-9_-]{16}$/);
				expect(personOf(member, session)).toBe(person);
				fc.pre(member !== other && session !== next);
				expect(personOf(other, session)).not.toBe(person);
				expect(personOf(member, next)).not.toBe(person);
			})
		);
	});

	it('has three pictures, always the same, none twice', () => {
		fc.assert(
			fc.property(aMember, (member) => {
				expect(new Set(picturesOf(member)).size).toBe(3);
				expect(picturesOf(member)).toEqual(picturesOf(member));
			})
		);
	});

	it('comes out of her card as she went in, and out of nothing else', () => {
		fc.assert(
			fc.property(aMember, (member) => {
				expect(readCardCode(` ${writeCardCode(member)}\n`)).toBe(member);
				expect(matrixOf(writeCardCode(member)).size).toBeLessThanOrEqual(25);
			})
		);
		for (const text of ['', 'PLZC1.', 'PLZC1.abc', `PLZA2.${'a'.repeat(16)}`])
			expect(readCardCode(text)).toBeUndefined();
	});
});
