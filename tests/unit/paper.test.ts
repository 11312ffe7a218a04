/** A form on paper: the trainer's part carries what an envelope needs, whole or not at all, and none of the citizen's secrets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { idSchema } from '../../src/lib/domain/id.ts';
import { languages } from '../../src/lib/domain/language.ts';
import {
	isOfCity,
	needOfPaper,
	numberOfPaper,
	paperFormOf,
	readPaperCode,
	readPaperNumber,
	writePaperCode
} from '../../src/lib/domain/paper.ts';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { rootInCode } from '../../src/lib/domain/room-code.ts';
import { matrixOf } from '../../src/lib/ui/qr.ts';
import * as v from 'valibot';

const aCode = fc.uint8Array({ minLength: 10, maxLength: 10 }).map(makeReceiptCode);
const aKid = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64Url);
const aForm = fc
	.record({ code: aCode, lang: fc.constantFrom(...languages), kid: aKid })
	.map(({ code, lang, kid }) => ({ code, kid, form: paperFormOf(code, lang, rootInCode(kid)) }));
const runs = { numRuns: 40 };
const code = makeReceiptCode(new Uint8Array(10).fill(77));
const own = toBase64Url(new Uint8Array(32).fill(9));
const form = paperFormOf(code, 'ar', rootInCode(own));

describe('The picture on the trainer’s part', () => {
	it('is read as it was written', () => {
		fc.assert(
			fc.property(aForm, ({ form }) => {
				expect(readPaperCode(` ${writePaperCode(form)}\n`)).toEqual(form);
			}),
			runs
		);
	});

	it('is torn in whatever place a sign is missing or another', () => {
		const text = writePaperCode(form);
		for (let at = 'PLZF1.'.length; at < text.length; at++) {
			const other = text[at] === 'A' ? 'B' : 'A';
			expect(readPaperCode(text.slice(0, at) + other + text.slice(at + 1))).toBe('torn');
			expect(readPaperCode(text.slice(0, at))).toBe('torn');
		}
	});

	it('is no other code of Plaza, and no other text', () => {
		for (const text of ['', 'PLZA2.AAAA', 'https://plaza.example/es/session#x', code]) {
			expect(readPaperCode(text)).toBe('other');
		}
		fc.assert(fc.property(fc.string(), (text) => void expect(readPaperCode(text)).toBe('other')));
	});

	it('gives away neither the receipt code nor the secrets that read or take back', () => {
		fc.assert(
			fc.property(aForm, ({ code, form }) => {
				const { watch, withdraw } = deriveSecrets(code);
				const said = JSON.stringify([form, numberOfPaper(form), needOfPaper(form)]);
				for (const secret of [code, watch, withdraw]) expect(said).not.toContain(secret);
			}),
			runs
		);
	});

	it('is small enough for an old phone’s camera', () => {
		expect(matrixOf(writePaperCode(form)).size).toBeLessThanOrEqual(53);
	});

	it('belongs to its own city', () => {
		fc.assert(
			fc.property(aForm, aKid, ({ form, kid }, other) => {
				expect(isOfCity(form, kid)).toBe(true);
				expect(isOfCity(form, other)).toBe(rootInCode(other) === rootInCode(kid));
			}),
			runs
		);
		expect(isOfCity(form, undefined)).toBe(true);
		expect(isOfCity({ ...form, root: '' }, own)).toBe(true);
	});
});

describe('What is on a form', () => {
	it('is one need, whoever reads it, and another form is another need', () => {
		fc.assert(
			fc.property(aForm, aForm, ({ code, form }, other) => {
				const id = needOfPaper(form);
				expect(v.is(idSchema, id)).toBe(true);
				expect(needOfPaper(paperFormOf(code, 'ca', ''))).toBe(id);
				if (other.code !== code) expect(needOfPaper(other.form)).not.toBe(id);
			}),
			runs
		);
	});

	it('is found by its number, however it is typed', () => {
		const number = numberOfPaper(form);
		const [first, second] = [number.slice(0, 3), number.slice(3)];
		for (const typed of [number, number.toLowerCase(), ` ${first}-${second} `]) {
			expect(readPaperNumber(typed)).toBe(number);
		}
		for (const typed of ['', '12345', '1234567', '12345U']) {
			expect(readPaperNumber(typed)).toBeUndefined();
		}
	});
});
