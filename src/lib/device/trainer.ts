/**
 * The trainer's part of this device: locked under her PIN, open for a while in the tab where she typed it. The network
 * is spoken to in trainer-at-city.ts; citizens' things lie elsewhere, and nothing here touches them.
 */
import { openWith, sealWith } from '../domain/seal.ts';
import { trainerQuiet, type Trainer } from '../domain/trainer.ts';
import { reckon } from '../domain/trainer-clock.ts';
import {
	makeTrainerKey,
	mostWrongPins,
	openHeld,
	pinWait,
	unwrapKey,
	type Held,
	type TrainerPart
} from '../domain/trainer-part.ts';
import { cryptography } from './cryptography.ts';
import { device, readFact, writeFact } from './database.ts';

const partFact = 'trainer';
/** Her key while the part is open, under a secret of the tab: `leave.ts` deletes it with what is the person's. */
const openFact = 'trainerOpen';
/** Why the part was forgotten, until somebody is invited on this device again. */
const goneFact = 'trainerGone';
const tabKey = 'plaza-trainer';
/** How exactly the last touch is remembered, in milliseconds. */
const grain = 20_000;

type Open = { key: string; touchedAt: number };

/**
 * How the trainer's part of this device stands: there is `none`; it is `open` in this tab; it is `locked`, and opens by
 * the PIN after `wait` milliseconds; it is `over`, because the city was not heard for thirty days: the PIN opens it when
 * the city answers; it is `closed` after too many wrong PINs, until she is invited again; or `gone`: the city said so.
 */
export type TrainerStands =
	| { stands: 'none' | 'open' | 'closed' }
	| { stands: 'locked' | 'over'; wait: number }
	| { stands: 'gone'; why: TrainerGone };

/** Why the city lets this device in no more. */
export type TrainerGone = 'device-shut-out' | 'trainer-ended';

/** Who is signed in as a trainer in this tab: her part is open, was touched not long ago, and its days are not over. */
export async function readTrainer(now = Date.now()): Promise<Trainer | undefined> {
	const opened = await openedPart(now);
	if (!opened) return undefined;
	const { part, held } = opened;
	const { id, name, deviceName, labs } = held;
	const { until, clock } = part;
	return { id, name, device: part.device, deviceName, labs, heardAt: clock.city, until };
}

/** Is there a trainer's part on this device, locked or not? */
export async function trainerOnDevice(): Promise<boolean> {
	return (await readPart()) !== undefined;
}

/** Her key while the part is open in this tab: what is hers on this device is sealed under it (32 bytes, base64url). */
export async function trainerKey(now = Date.now()): Promise<string | undefined> {
	return (await openedPart(now))?.key;
}

/** How the trainer's part stands. */
export async function trainerStands(now = Date.now()): Promise<TrainerStands> {
	const part = await reckonedPart(now);
	const why = part ? undefined : await readFact<TrainerGone>(goneFact);
	if (!part) return why ? { stands: 'gone', why } : { stands: 'none' };
	if (!part.pin) return { stands: 'closed' };
	const wait = pinWait(part, now);
	if (part.clock.reckoned > part.until) return { stands: 'over', wait };
	return (await readTrainer(now)) ? { stands: 'open' } : { stands: 'locked', wait };
}

/** What came of a PIN: it fits and gives her key; it does not, or comes too early: the next may be tried after `wait`. */
export type PinTried = { key: string } | { wait: number; tooEarly: boolean } | { closed: true };

/** Tries a PIN, and opens nothing yet. A wrong one is counted before it is known to be wrong: no crash gives tries back. */
export async function tryPin(pin: string, now = Date.now()): Promise<PinTried> {
	const part = await device.transaction('rw', device.facts, async () => {
		const kept = await reckonedPart(now);
		if (!kept?.pin || pinWait(kept, now) > 0) return kept;
		const counted = { ...kept, wrong: kept.wrong + 1, triedAt: now };
		await writeFact(partFact, counted);
		return { ...counted, counted: true };
	});
	if (!part?.pin) return { closed: true };
	if (!('counted' in part)) return { wait: pinWait(part, now), tooEarly: true };
	const key = await unwrapKey(await cryptography(), part, pin);
	if (key !== undefined) {
		await changePart({ wrong: 0, triedAt: 0 });
		return { key };
	}
	if (part.wrong < mostWrongPins) return { wait: pinWait(part, now), tooEarly: false };
	await changePart({ pin: undefined });
	return { closed: true };
}

/** Opens the part in this tab with its key. */
export async function openPart(key: string, now = Date.now()): Promise<void> {
	const crypt = await cryptography();
	const secret = makeTrainerKey(crypt);
	sessionStorage.setItem(tabKey, secret);
	const open: Open = { key: await sealWith(crypt, secret, key), touchedAt: now };
	await writeFact(openFact, open);
}

/** Locks the part, in every tab. */
export async function lockTrainer(): Promise<void> {
	await device.facts.delete(openFact);
}

/** She is still there: her part stays open for another while. */
export async function touchTrainer(now = Date.now()): Promise<void> {
	await device.transaction('rw', device.facts, async () => {
		const open = await readFact<Open>(openFact);
		if (!open || isQuiet(open, now) || Math.abs(now - open.touchedAt) < grain) return;
		await writeFact(openFact, { ...open, touchedAt: now });
	});
}

/** Keeps the part as it is now. */
export async function keepPart(part: TrainerPart): Promise<void> {
	await device.transaction('rw', device.facts, async () => {
		await writeFact(partFact, part);
		await device.facts.delete(goneFact);
	});
}

/** Forgets the part: secret, name, labs and key. What waits in the outbox stays, and what citizens told. */
export async function forgetTrainer(why: TrainerGone): Promise<void> {
	await device.transaction('rw', device.facts, async () => {
		await device.facts.bulkDelete([partFact, openFact]);
		await writeFact(goneFact, why);
	});
}

/** The part as it lies here; undefined where there is none. */
export async function readPart(): Promise<TrainerPart | undefined> {
	return readFact<TrainerPart>(partFact);
}

async function changePart(changes: { [K in keyof TrainerPart]?: TrainerPart[K] | undefined }) {
	await device.transaction('rw', device.facts, async () => {
		const part = await readPart();
		if (part) await writeFact(partFact, { ...part, ...changes });
	});
}

/** The part with the time that it is now: whatever time was seen stays seen. */
async function reckonedPart(now: number): Promise<TrainerPart | undefined> {
	return device.transaction('rw', device.facts, async () => {
		const part = await readPart();
		if (!part) return undefined;
		const seen = {
			...part,
			clock: reckon(part.clock, now),
			triedAt: Math.min(part.triedAt, now)
		};
		await writeFact(partFact, seen);
		return seen;
	});
}

const isQuiet = ({ touchedAt }: Open, now: number) => Math.abs(now - touchedAt) > trainerQuiet;

async function openedPart(
	now: number
): Promise<{ part: TrainerPart; held: Held; key: string } | undefined> {
	const open = await readFact<Open>(openFact);
	if (!open) return undefined;
	if (isQuiet(open, now)) {
		await lockTrainer();
		return undefined;
	}
	const part = await reckonedPart(now);
	const secret = sessionStorage.getItem(tabKey);
	if (!part || !secret || part.clock.reckoned > part.until) return undefined;
	const crypt = await cryptography();
	const key = await openWith(crypt, secret, open.key);
	const held = key === undefined ? undefined : await openHeld(crypt, part, key);
	return key === undefined || !held ? undefined : { part, held, key };
}
