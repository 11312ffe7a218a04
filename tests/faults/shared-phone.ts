/** A shared phone in hand that has met its city, what is told on it, and all that somebody finds there. */
import { connect, newPhone } from './phone.ts';
import type { CityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { voice } from '../integration/media-made.ts';

export const need: NeedForm = {
	topic: 'access',
	words: 'Canario: mi vecina Hortensia',
	place: null,
	publish: false
};

/** A try of a lesson's task that its person made alone. */
export const triedAlone = {
	step: 'try',
	attempt: { misses: 0, hints: 0, seconds: 40, dontKnow: 0, result: 'reached' },
	rule: 'task'
} as const;

/** Bytes that only the recording has. */
export const voicePart = voice.toString('latin1', 100, 160);

/** Before each test: a new phone from which one need has arrived. */
export function sharedPhone(city: CityWithDoor): void {
	beforeEach(async () => {
		await newPhone();
		await readDraft();
		connect(city.door.url);
		// every phone has met its city once
		await sync();
		await keepNeed({ ...need, words: 'De antes' }, 'es');
		await sync();
	});
}

/** What the phone in hand knows of its need. */
export const mine = async (id: string) => (await listNeeds()).find((each) => each.id === id);

/** All that somebody with the developer tools of the browser finds. */
export async function everythingHere(): Promise<string> {
	const found: string[] = [];
	for (const table of device.tables) {
		for (const row of (await table.toArray()) as object[]) {
			found.push(
				JSON.stringify(row, (_, value: unknown) =>
					value instanceof ArrayBuffer ? Buffer.from(value).toString('latin1') : value
				)
			);
		}
	}
	return found.join('\n');
}
