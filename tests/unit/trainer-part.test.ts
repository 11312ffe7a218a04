/** What a trainer's PIN opens, what it costs to guess one, and what lies on the device meanwhile. */
import { randomBytes, webcrypto } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { javascriptCryptography } from '../../src/lib/domain/javascript-cryptography.ts';
import { subtleCryptography } from '../../src/lib/domain/subtle-cryptography.ts';
import {
	heardPart,
	isEasyPin,
	makeTrainerKey,
	mostWrongPins,
	openHeld,
	pinWait,
	trainerPinSchema,
	unwrapKey,
	wrapKey
} from '../../src/lib/domain/trainer-part.ts';
import type { TrainerStanding } from '../../src/lib/domain/trainer.ts';
import * as v from 'valibot';

const random = (count: number) => new Uint8Array(randomBytes(count));
const subtle = subtleCryptography(webcrypto.subtle as SubtleCrypto, random);
const script = javascriptCryptography(random);
const minute = 60_000;

const lab = {
	id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70',
	name: 'Biblioteca',
	place: null,
	address: ''
};
const standing: TrainerStanding = {
	v: 1,
	serverTime: '2026-11-27T10:00:00.000Z',
	until: '2026-12-27T10:00:00.000Z',
	device: { id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a71', name: 'Tablet' },
	trainer: { id: '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a72', name: 'Carla Serra' },
	labs: [lab]
};

describe('A trainer’s part', () => {
	test.each([
		['a secure page and one that is not', subtle, script],
		['a page that is not secure and one that is', script, subtle]
	])('opens by its PIN and by no other: %s', async (_, closing, opening) => {
		const key = makeTrainerKey(closing);
		const secret = makeTrainerKey(closing);
		const pin = await wrapKey(closing, key, '480213', 1000);
		const part = await heardPart(closing, { pin, spareKey: '' }, key, secret, standing, 0);
		expect(await unwrapKey(opening, part, '480214')).toBeUndefined();
		const opened = (await unwrapKey(opening, part, '480213')) ?? '';
		expect(opened).toBe(key);
		const held = await openHeld(opening, part, opened);
		expect(held).toEqual({ secret, ...standing.trainer, deviceName: 'Tablet', labs: [lab] });
	});

	it('shows nothing of who she is, of her labs or of the secret while it is locked', async () => {
		const key = makeTrainerKey(subtle);
		const secret = makeTrainerKey(subtle);
		const pin = await wrapKey(subtle, key, '480213', 1000);
		const part = await heardPart(subtle, { pin, spareKey: '' }, key, secret, standing, 0);
		const lying = JSON.stringify(part);
		for (const hidden of ['Carla', standing.trainer.id, 'Biblioteca', 'Tablet', secret, key]) {
			expect(lying).not.toContain(hidden);
		}
	});
});

describe('A PIN', () => {
	it('has six digits or more, and is not the first that anybody would try', () => {
		const pins = ['12345', '480213', '4802135', '48o213', '１２３４５６'];
		expect(pins.filter((pin) => v.is(trainerPinSchema, pin))).toEqual(['480213', '4802135']);
		const easy = ['111111', '123456', '987654', '000000', '480213', '121212'];
		expect(easy.filter(isEasyPin)).toEqual(['111111', '123456', '987654', '000000']);
	});

	it('that does not fit makes wait, longer each time, an hour at most', () => {
		const waits = Array.from({ length: mostWrongPins }, (_, wrong) =>
			pinWait({ wrong, triedAt: 0 }, 0)
		);
		expect(waits.slice(0, 3)).toEqual([0, 5000, 15_000]);
		expect(waits).toEqual([...waits].sort((a, b) => a - b));
		expect(waits.at(-1)).toBe(60 * minute);
	});

	it('may be tried after the wait, wherever the clock stands in the end', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 9 }),
				fc.integer(),
				fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
				(wrong, triedAt, moved) => {
					const whole = pinWait({ wrong, triedAt }, triedAt);
					const left = pinWait({ wrong, triedAt }, triedAt + moved);
					expect(left).toBe(moved < 0 ? whole : Math.max(0, whole - moved));
				}
			)
		);
	});
});
