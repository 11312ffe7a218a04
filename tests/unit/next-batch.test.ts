/** What a phone sends together: as much as fits, the healthy first; what failed alone holds up nobody. */
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { OutboxEntry } from '../../src/lib/device/database.ts';
import { nextBatch } from '../../src/lib/device/sync/send-batch.ts';
import { suspect } from '../../src/lib/device/sync/round.ts';
import { mostSubmissions } from '../../src/lib/domain/sync.ts';
import { aNeed } from '../integration/invented.ts';

const entry = (failures = 0, words = 'No hay luz'): OutboxEntry => {
	const envelope = aNeed(words);
	return { id: envelope.id, sha256: 'x', envelope, addedAt: 1, failures };
};

it('leaves out what failed as often as is suspect, while anything else waits', () => {
	const [ill, weak, well] = [entry(suspect), entry(suspect - 1), entry()];
	expect(nextBatch([ill, weak, well])).toEqual([weak, well]);
});

it('takes what failed by itself, the oldest, once nothing else waits', () => {
	const [one, other] = [entry(suspect), entry(suspect + 1)];
	expect(nextBatch([one, other])).toEqual([one]);
	expect(nextBatch([])).toEqual([]);
});

it('takes no more than a city takes at once, and no more than half a million letters', () => {
	const many = Array.from({ length: 10 * mostSubmissions }, () => entry());
	expect(nextBatch(many)).toEqual(many.slice(0, mostSubmissions));
	const empty = JSON.stringify(aNeed('')).length;
	/** Entries of which each is so many characters on its way. */
	const three = (length: number) =>
		Array.from({ length: 3 }, () => entry(0, 'a'.repeat(length - empty)));
	const [halves, more] = [three(250_000), three(250_001)];
	expect(nextBatch(halves)).toEqual(halves.slice(0, 2));
	expect(nextBatch(more)).toEqual(more.slice(0, 1));
	const longest = entry(0, 'a'.repeat(600_000));
	expect(nextBatch([longest, entry()])).toEqual([longest]);
});
