/**
 * The trainer's part of a device, as it lies there: locked under a PIN. Her key (what her sessions and nicknames are
 * sealed under) is random and stays the same; the PIN only wraps it. A PIN keeps out who holds the device for an hour,
 * and not who copies its memory: six digits are tried out in minutes by a computer (docs/trainers.md).
 */
import * as v from 'valibot';
import type { Cryptography } from './cryptography.ts';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import { openWith, sealWith } from './seal.ts';
import type { Trainer, TrainerStanding } from './trainer.ts';
import { heardFromCity, type CityClock } from './trainer-clock.ts';

/** A trainer's PIN: at least six digits. */
export const trainerPinSchema = v.pipe(v.string(), v.regex(/^\d{6,12}$/));

/** Wrong PINs after which only a new invitation opens the part. */
export const mostWrongPins = 10;

const second = 1000;
const minute = 60 * second;
/** How long to wait after so many wrong PINs in a row. */
const waits = [0, 5 * second, 15 * second, minute, 5 * minute, 15 * minute];
const longestWait = 60 * minute;

/**
 * Rounds of PBKDF2 over a PIN: an old phone does either in about a second, with its own cryptography or, on a page that
 * is not secure, without.
 */
export const pinRounds = { own: 200_000, script: 20_000 };

/** What lies on the device. */
export type TrainerPart = {
	/** The device, as the city knows it. */
	device: string;
	/** Her key under the PIN; gone after too many wrong ones. */
	pin?: { salt: string; rounds: number; key: string };
	/** Her key under the half that the city keeps. */
	spareKey: string;
	/** Under her key: who she is, and the secret by which the city knows the device. */
	held: string;
	until: number;
	clock: CityClock;
	/** Wrong PINs in a row, and the device's clock at the last one. */
	wrong: number;
	triedAt: number;
};

/** What a trainer's key opens. */
export type Held = { secret: string } & Pick<Trainer, 'id' | 'name' | 'deviceName' | 'labs'>;

/** Six digits that nobody guesses first: not all the same, and not in a row. */
export function isEasyPin(pin: string): boolean {
	const steps = Array.from(pin.slice(1), (digit, at) => Number(digit) - Number(pin[at]));
	return steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
}

/** Milliseconds until the next PIN may be tried. A clock that was set back makes nobody wait longer than at first. */
export function pinWait({ wrong, triedAt }: Pick<TrainerPart, 'wrong' | 'triedAt'>, now: number) {
	const wait = waits[wrong] ?? longestWait;
	return now < triedAt ? wait : Math.max(0, wait - (now - triedAt));
}

/** A trainer's key: 32 bytes, base64url. */
export function makeTrainerKey(crypt: Cryptography): string {
	return toBase64Url(crypt.random(32));
}

/** Her key under a PIN. */
export async function wrapKey(crypt: Cryptography, key: string, pin: string, rounds: number) {
	const salt = toBase64Url(crypt.random(16));
	return {
		salt,
		rounds,
		key: await sealWith(crypt, await stretched(crypt, pin, salt, rounds), key)
	};
}

/** Her key, when the PIN fits. */
export async function unwrapKey(
	crypt: Cryptography,
	{ pin: wrapped }: TrainerPart,
	pin: string
): Promise<string | undefined> {
	if (!wrapped) return undefined;
	const { salt, rounds, key } = wrapped;
	return openWith(crypt, await stretched(crypt, pin, salt, rounds), key);
}

/** The part after the city was heard: who she is now, and how long it holds. */
export async function heardPart(
	crypt: Cryptography,
	kept: Pick<TrainerPart, 'pin' | 'spareKey'>,
	key: string,
	secret: string,
	standing: TrainerStanding,
	now: number
): Promise<TrainerPart> {
	const { device, trainer, labs, serverTime, until } = standing;
	const held: Held = { secret, ...trainer, deviceName: device.name, labs };
	return {
		...kept,
		device: device.id,
		held: await sealWith(crypt, key, JSON.stringify(held)),
		until: Date.parse(until),
		clock: heardFromCity(Date.parse(serverTime), now),
		wrong: 0,
		triedAt: 0
	};
}

/** What lies under her key; undefined when the key is another's. */
export async function openHeld(
	crypt: Cryptography,
	{ held }: TrainerPart,
	key: string
): Promise<Held | undefined> {
	const text = await openWith(crypt, key, held);
	return text === undefined ? undefined : (JSON.parse(text) as Held);
}

async function stretched(crypt: Cryptography, pin: string, salt: string, rounds: number) {
	const password = new TextEncoder().encode(pin);
	return toBase64Url(await crypt.stretch(password, fromBase64Url(salt), rounds));
}
