/**
 * A phone's memory as a Plaza left it, frozen in tests/fixtures/phone-<version>.json. To freeze that of a new version:
 * `PLAZA_FREEZE=1 npx vitest run --project integration tests/faults/versions.integration.test.ts`, once, and never again.
 */
import { connect, newPhone, takePhone } from './phone.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { packFile, cityToSealFor } from '../../src/lib/device/carry/hand-over.ts';
import { takeOver } from '../../src/lib/device/carry/take-over.ts';
import { device, version } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { park } from '../../src/lib/device/outbox.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { join as joinSession } from '../../src/lib/device/session/join.ts';
import { startSession } from '../../src/lib/device/session/lead.ts';
import { addByNickname } from '../../src/lib/device/session/list.ts';
import { setShared } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { keepThing } from '../../src/lib/device/trainer-rows.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import type { Card } from '../../src/lib/domain/space.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import type { Door } from '../integration/door.ts';
import { photo, voice } from '../integration/media-made.ts';

export type FrozenPhone = {
	/** As IndexedDB counts: ten times Dexie's. */
	version: number;
	cityKeys: string;
	/** Opens the space that lies on the phone. */
	card?: Card;
	pin?: string;
	stores: Record<
		string,
		{
			keyPath: string | string[];
			indexes: { name: string; keyPath: string | string[] }[];
			rows: object[];
		}
	>;
};

/** Its version, and what more is on it where one of that version was frozen already. */
export type PhoneName = number | `${number}-${string}`;

const pathFor = (name: PhoneName) => join(import.meta.dirname, `../fixtures/phone-${name}.json`);

/** Is the phone of this name frozen? */
export function isFrozen(name: PhoneName): boolean {
	return existsSync(pathFor(name));
}

/** The frozen phone of a name, its bytes as the phone has them. */
export function readPhone(name: PhoneName): FrozenPhone {
	return JSON.parse(readFileSync(pathFor(name), 'utf8'), (_, value: unknown) => {
		const { base64 } = (value ?? {}) as { base64?: string };
		return base64 === undefined ? value : new Uint8Array(Buffer.from(base64, 'base64')).buffer;
	}) as FrozenPhone;
}

/** A row as text, bytes too. */
export function textOf(row: object): string {
	return JSON.stringify(row, (_, value: unknown) =>
		value instanceof ArrayBuffer ? { base64: Buffer.from(value).toString('base64') } : value
	);
}

/** Uses a phone of the present Plaza as people do, and freezes it. */
export async function freezePhone(name: PhoneName, door: Door, use = useOneDay): Promise<void> {
	const { card, pin } = await use(door);
	const stores = Object.fromEntries(
		await Promise.all(
			device.tables.map(async ({ name, schema }) => {
				const { primKey, indexes } = schema;
				const rows = (await device.table(name).toArray()) as object[];
				const list = indexes.map(({ name, keyPath }) => ({ name, keyPath }));
				return [name, { keyPath: primKey.keyPath, indexes: list, rows }];
			})
		)
	) as FrozenPhone['stores'];
	const cityKeys = readFileSync(join(door.city.dataFolder, 'keys.json'), 'utf8');
	const phone: FrozenPhone = { version: version * 10, cityKeys, card, pin, stores };
	const pretty = JSON.stringify(JSON.parse(textOf(phone)), null, '\t');
	writeFileSync(pathFor(name), `${pretty}\n`, { flag: 'wx' });
}

const form = (words: string): NeedForm => ({
	topic: 'connection',
	words,
	place: null,
	publish: true
});

/** A shared phone after a day at a lab: somebody has left, somebody else is in the middle of it. */
async function useOneDay(door: Door): Promise<{ card: Card; pin: string }> {
	const pin = '2580';
	await takePhone('another');
	await newPhone();
	connect(door.url);
	await sync();
	await keepNeed(form('De otro teléfono'), 'es');
	const city = await cityToSealFor(crypt);
	if (!city) throw new Error('the other phone has not met the city');
	const { file } = await packFile(crypt, city);

	await takePhone('the one');
	await newPhone();
	await setShared(true);
	await readDraft();
	await sync(crypt);
	const card = await makeCard(crypt, ['sun', 'cat', 'boat'], pin);
	await keepNeed(form('Con recibo, de quien se fue'), 'es');
	await sync(crypt);
	await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
	await leave(crypt);

	await readDraft();
	const other = await makeCard(crypt, ['key', 'cup', 'star'], pin);
	await askForBadge('scam-messages', 'Fátima Ben Ali', 'es');
	const answered = await keepNeed(form('Ya tiene respuesta'), 'es');
	await speak(2);
	await keepNeed(form('Con voz, enviada'), 'es');
	const gone = await keepNeed(form('Mejor no'), 'es');
	await sync(crypt);
	await answer(door, answered);
	await sync(crypt);
	await leave(crypt);

	// no internet from here on
	await openSpace(crypt, card, pin);
	await readDraft();
	await speak(1);
	await keepNeed(form('Espera sellada'), 'es');
	await leave(crypt);

	await openSpace(crypt, other, pin);
	await readDraft();
	await park(await keepNeed(form('a'.repeat(2001)), 'es'), 'too-long');
	await withdrawNeed(gone, 'es');
	await keepStep('scam-messages/parcel-fee', { step: 'end' }, 'es');
	await speak(3);
	await see('#0B4690');
	await keepNeed(form('Espera con voz y foto'), 'ar');
	await leadAndJoin();
	await takeOver(file, Date.now());
	await see('#9A3412');
	const begun = { topic: 'other', words: 'Apenas empezado', place: '', publish: false };
	await keepDraft({ ...begun, lesson: '', step: '' });
	return { card, pin };
}

/** Her device leads a session with somebody on its list, and is in it itself. */
async function leadAndJoin(): Promise<void> {
	const lab = { id: '019a0000-0000-7000-8000-000000000001', name: 'Laboratorio del Raval' };
	const plan = { lab, modules: ['scam-messages'], languages: ['es' as const], hours: 2 };
	const session = await startSession(plan, 'es');
	const key = toBase64Url(new Uint8Array(32).fill(7));
	await addByNickname({ crypt, key }, session, 'Ana', 'es');
	const ana = { id: 'ana', session: '', value: { nickname: 'Ana' } };
	await keepThing({ crypt, key }, 'member', ana);
	await joinSession(session, 'es');
}

async function speak(n: number): Promise<void> {
	const bytes = new Uint8Array(Buffer.concat([voice.subarray(0, 2000), Buffer.from([n])]));
	await keepMedia('voice', 'audio/webm', bytes, { seconds: 2 });
}

async function see(colour: string): Promise<void> {
	await keepMedia('photo', 'image/jpeg', new Uint8Array(await photo(colour, 64, 48)));
}

/** The city answers a need. */
export async function answer({ city }: Door, need: string): Promise<void> {
	const { changed_at: seen } = await city.db
		.selectFrom('needs')
		.select('changed_at')
		.where('id', '=', need)
		.executeTakeFirstOrThrow();
	const reply = { lang: 'es', words: 'Ya hay internet.' };
	await takeStep(city.db, { need, to: 'answered', staff: 'x', seen, reply });
}
