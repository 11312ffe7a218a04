/** What became of carried words, as the text that goes back to the phone that told them. */
import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CarryWriter } from '../../src/lib/domain/carry-file.ts';
import { looksLikeResults, readResults, resultsText } from '../../src/lib/domain/carry-results.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { makeProblem } from '../../src/lib/domain/problem.ts';

const root = toBase64Url(randomBytes(32));
const id = () => makeId(Date.now(), randomBytes(10));
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64url');

function aFile(letters: Sealed[], media: Uint8Array<ArrayBuffer>[] = []): Buffer {
	const writer = new CarryWriter();
	return Buffer.from(
		[
			writer.header(root),
			...letters.map((letter) => writer.letter(letter)),
			...media.flatMap((bytes) => [...writer.media(hashOf(bytes), bytes)]),
			writer.end()
		].join('')
	);
}

describe('results', () => {
	const receipt = {
		id: id(),
		sha256: root,
		receivedAt: '2026-03-01T12:00:00.000Z',
		node: 'b3N0cmljaGVz',
		epoch: 'pLz0e3c5VnQw',
		signature: `${root}.${'A'.repeat(86)}`
	};
	const results = [
		{ id: receipt.id, result: 'accepted' as const, receipt },
		{ id: id(), result: 'rejected' as const, problem: makeProblem('unknown-field', 'ñ 👋', 'ñ') }
	];

	it('come back as they were, in letters that every code holds', () => {
		const text = resultsText(results, 'truncated');
		expect(text).toMatch(/^[\x20-\x7e]+\n$/);
		expect(looksLikeResults(text)).toBe(true);
		expect(looksLikeResults(aFile([]).toString())).toBe(false);
		expect(readResults(text)).toEqual(results);
	});

	it('that cannot be read are left out, and what is none of Plaza is none', () => {
		const other = { id: receipt.id, result: 'something new' };
		const text = resultsText([...results, other as never]);
		expect(readResults(text)).toEqual(results);
		for (const none of [
			'',
			'{',
			'[]',
			'{"plaza":"results","v":2,"results":[]}',
			text.slice(0, -3)
		]) {
			expect(readResults(none)).toBeUndefined();
		}
	});
});
