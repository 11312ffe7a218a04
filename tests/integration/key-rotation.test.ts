/** Keys rotate with overlap: what was sealed or signed before is worth the same after. */
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { isKeySetOf, isReceiptFor, type KeySet } from '../../src/lib/domain/receipt.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed } from './invented.ts';
import { keys } from './run-keys.ts';

describe('a city that runs', () => {
	let test: TestDatabase;
	let door: Door;
	beforeAll(async () => {
		test = await openTestDatabase();
		door = await openDoor(test.url);
	});
	afterAll(async () => {
		await door.close();
		await test.close();
	});

	const published = async () =>
		(await (await fetch(`${door.url}/api/keys`)).json()) as Required<KeySet>;
	async function send(submission: unknown): Promise<SyncResult> {
		const response = await fetch(`${door.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions: [submission] })
		});
		return ((await response.json()) as { results: [SyncResult] }).results[0];
	}
	async function sealed(key: KeySet['keys'][number]) {
		const need = aNeed('Sellada', { watchHash: 'a'.repeat(43) });
		return {
			id: need.id,
			sealed: await sealFor(cryptography, key, canonicalText(need)),
			media: []
		};
	}
	const sealingKeys = ({ keys }: KeySet) => keys.filter(({ use }) => use === 'enc');

	it('seals to a new key at once, and opens what was sealed to the former ones', async () => {
		const before = await published();
		const [former] = sealingKeys(before) as [KeySet['keys'][number]];
		const waiting = await sealed(former);
		const { said } = await keys(door.city.dataFolder, 'rotate', 'sealing');
		const after = await published();
		const [newest, ...older] = sealingKeys(after);
		expect(said).toContain(newest?.kid);
		expect(older).toEqual([former]);
		expect(after.root).toEqual(before.root);
		expect(await isKeySetOf(before.root, after, checkSignature)).toBe(true);
		expect((await send(waiting)).result).toBe('accepted');
		expect((await send(await sealed(newest ?? former))).result).toBe('accepted');
	});

	it('signs with a new key at once, and its former receipts count as before', async () => {
		const need = aNeed('Antes');
		const older = await send(need);
		await keys(door.city.dataFolder, 'rotate', 'signing');
		const again = await send(need);
		const newer = await send(aNeed('Después'));
		const { keys: list } = await published();
		expect(again).toEqual({ ...older, result: 'duplicate' });
		const kidOf = ({ receipt }: SyncResult) => receipt?.signature.split('.')[0];
		expect(kidOf(newer)).toBe(list[0]?.kid);
		expect(kidOf(older)).not.toBe(kidOf(newer));
		for (const { receipt } of [older, newer]) {
			if (!receipt) throw new Error('no receipt');
			expect(await isReceiptFor(receipt, receipt, list, checkSignature)).toBe(true);
		}
	});

	it('is asked each time, so that no browser goes on with keys of yesterday', async () => {
		const response = await fetch(`${door.url}/api/keys`);
		expect(response.headers.get('cache-control')).toBe('no-cache');
	});

	it('goes on with the keys that it has when their file is damaged or gone', async () => {
		const path = join(door.city.dataFolder, 'keys.json');
		const whole = readFileSync(path, 'utf8');
		const before = (await published()).keys;
		writeFileSync(path, whole.slice(0, 200));
		expect((await published()).keys).toEqual(before);
		unlinkSync(path);
		expect((await published()).keys).toEqual(before);
		expect(readdirSync(door.city.dataFolder)).not.toContain('keys.json');
		writeFileSync(path, whole);
		await keys(door.city.dataFolder, 'rotate', 'sealing');
		expect((await published()).keys).toHaveLength(before.length + 1);
	});
});
