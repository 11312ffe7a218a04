// A trainer’s device on which she tells the city for others, and a city behind its door.
import { connect, newPhone, takePhone } from '../faults/phone.ts';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect } from 'vitest';
import { newNeedIdentity } from '../../src/lib/device/needs.ts';
import { startSession } from '../../src/lib/device/session/lead.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import { begin, listTold, tellForOthers, type For } from '../../src/lib/device/trainer-told.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { cityWithDoor } from './city-with-door.ts';
import { newId } from './invented.ts';

export const city = cityWithDoor();
export const opener: Opener = { crypt, key: toBase64Url(new Uint8Array(32).fill(5)) };
export const form = { topic: 'access', words: 'Una rampa', place: null, publish: false } as const;
export const typed = { ...form, place: 'raval', lesson: '', step: '' };
export const voice = new Uint8Array(readFileSync('tests/fixtures/voice.webm'));

export const aSession = () =>
	startSession(
		{ lab: { id: newId(), name: 'Raval' }, modules: [], languages: ['es', 'ar'], hours: 2 },
		'es'
	);

export async function tell(
	session: Awaited<ReturnType<typeof aSession>>,
	whom: For,
	words: string = form.words
) {
	expect(await begin(opener, session.id, whom)).toBe(true);
	return tellForOthers(opener, session, { ...form, words }, newNeedIdentity());
}

export const codeOf = async (id: string) =>
	(await listTold(opener)).find((each) => each.id === id)?.code;

export const group: For = { how: 'group', lang: 'ar', people: 7 };
export const behalf: For = { how: 'behalf', lang: 'es', name: 'Rosa' };

/** The city answers a need. */
export async function answer(need: string, words: string): Promise<void> {
	const { changed_at: seen } = await city.db
		.selectFrom('needs')
		.select('changed_at')
		.where('id', '=', need)
		.executeTakeFirstOrThrow();
	const reply = { lang: 'es', words };
	await takeStep(city.db, { need, to: 'answered', staff: 'x', seen, reply });
}

export let others = 0;

/** Another trainer's device, in the hand from now on. */
export const takeAnother = () => takePhone(`another ${others++}`);

/** Each test begins on a new phone that knows the city, and ends on the first device. */
export function openTelling(): void {
	beforeEach(async () => {
		await newPhone();
		connect(city.door.url);
		await sync();
	});
	afterEach(() => takePhone('the first'));
}
