/** Whatever waits on a phone, its person sees in *My messages* what it is, and why it waits for her. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { readOutbox } from '../../src/lib/device/my-outbox.ts';
import { entryFor, park } from '../../src/lib/device/outbox.ts';
import { kinds, type Envelope, type Kind } from '../../src/lib/domain/envelope.ts';
import { languages } from '../../src/lib/domain/language.ts';

/** A submission of this kind, as phones send it. */
function madeOf(kind: Kind): Envelope {
	const file = new URL(`../fixtures/envelopes/1/${kind}.json`, import.meta.url);
	return (JSON.parse(readFileSync(file, 'utf8')) as { submission: Envelope }).submission;
}

const lines = languages.map((lang) => {
	const file = new URL(`../../src/lib/i18n/phone/${lang}.json`, import.meta.url);
	return (JSON.parse(readFileSync(file, 'utf8')) as { outbox: Record<string, string> }).outbox;
});

beforeEach(() => device.outbox.clear());

// a need is in her list of messages itself
it.each(kinds.filter((kind) => kind !== 'need'))(
	'%s has its line while it waits, in each language, and its reason when it needs her',
	async (kind) => {
		const envelope = madeOf(kind);
		await device.outbox.add(entryFor(envelope, 1));
		const { others, waiting } = await readOutbox();
		expect({ others, waiting }).toMatchObject({ others: [{ many: 1 }], waiting: 1 });
		for (const line of lines) expect(line[others[0]?.kind ?? '']).toContain('{{many, number}}');
		await park(envelope.id, 'answer');
		const { id } = envelope;
		// an idea is told again from there
		const mendable = kind === 'idea';
		expect((await readOutbox()).parked).toEqual([
			{ id, kind: others[0]?.kind, reason: 'answer', mendable }
		]);
	}
);
