/** A badge in its short form and its number: signed by the city, checked without it, and nothing else passes for one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holderOf, longestWitness, readName, witnessOf } from '../../src/lib/domain/badge.ts';
import { badgeNumber, meantBadge, readBadgeNumber } from '../../src/lib/domain/badge-number.ts';
import { checkBadge } from '../../src/lib/domain/check-badge.ts';
import {
	addressOf,
	longestAddress,
	readAddress,
	readBadge,
	writeBadge,
	type HeldBadge
} from '../../src/lib/domain/held-badge.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import {
	origin,
	issuedAt,
	city,
	former,
	name,
	salt,
	facts,
	word,
	known,
	newKey,
	signed,
	verdictOf
} from './badge-invented.ts';

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
