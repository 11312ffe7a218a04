import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isKeySetOf, isReceiptFor } from '../../src/lib/domain/receipt.ts';
import { keySet, loadKeys, rotateKey, type Keys } from '../../src/lib/server/keys.ts';
import { signReceipt } from '../../src/lib/server/receipts.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'plaza-keys-'));
const word = {
	id: '01890a5d-ac96-774b-bcce-b302099a8057',
	sha256: 'a'.repeat(43),
	receivedAt: '2026-03-01T12:00:00.000Z',
	node: 'n',
	epoch: 'e'
};

describe('the city’s keys', () => {
	it('are made once, for this account’s eyes only, and the same after a restart', () => {
		const folder = newFolder();
		const made = loadKeys(folder);
		expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
		expect(readdirSync(folder)).toEqual(['keys.json']);
		expect(keySet(loadKeys(folder)).keys).toEqual(keySet(made).keys);
		expect(keySet(loadKeys(newFolder())).root).not.toEqual(keySet(made).root);
	});

	it('that are damaged are never replaced in silence', () => {
		const folder = newFolder();
		loadKeys(folder);
		const path = join(folder, 'keys.json');
		for (const damage of ['', '{', '{"v":1}', readFileSync(path, 'utf8').slice(0, -20)]) {
			writeFileSync(path, damage);
			expect(() => loadKeys(folder)).toThrow(/damaged; put back the file from a backup/);
			expect(readFileSync(path, 'utf8')).toBe(damage);
		}
	});

	it('change without making older receipts worthless', async () => {
		const folder = newFolder();
		const older = await signReceipt(loadKeys(folder), word);
		const keys = rotateKey(folder, 'signing') as Keys;
		const newer = await signReceipt(keys, word);
		const set = keySet(loadKeys(folder));
		expect(set.keys.filter(({ use }) => use === 'sig')).toHaveLength(2);
		expect(await isKeySetOf(set.root, set, checkSignature)).toBe(true);
		expect(newer.signature.split('.')[0]).toBe(set.keys[0]?.kid);
		for (const receipt of [older, newer]) {
			expect(await isReceiptFor(receipt, word, set.keys, checkSignature)).toBe(true);
		}
	});
});

describe('a receipt', () => {
	it('that anybody else made, or changed, does not count', async () => {
		const keys = loadKeys(newFolder());
		const published = keySet(keys).keys;
		const real = await signReceipt(keys, word);
		const forged = [
			await signReceipt(loadKeys(newFolder()), word),
			{ ...real, receivedAt: '2026-03-01T12:00:00.001Z' },
			{ ...real, epoch: 'f' },
			{ ...real, node: 'm' }
		];
		for (const receipt of forged) {
			expect(await isReceiptFor(receipt, word, published, checkSignature)).toBe(false);
		}
		const another = { id: word.id, sha256: 'b'.repeat(43) };
		expect(await isReceiptFor(real, another, published, checkSignature)).toBe(false);
		expect(await isReceiptFor(real, word, published, checkSignature)).toBe(true);
	});

	it('is not signed by a key that another root published', async () => {
		const [mine, theirs] = [keySet(loadKeys(newFolder())), keySet(loadKeys(newFolder()))];
		expect(await isKeySetOf(mine.root, theirs, checkSignature)).toBe(false);
		const swapped = { ...mine, keys: theirs.keys };
		expect(await isKeySetOf(mine.root, swapped, checkSignature)).toBe(false);
	});
});
