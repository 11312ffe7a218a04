/** A trainer's device and the city: invited and let in once, then heard again at each opening. */
import * as v from 'valibot';
import type { Cryptography } from '../domain/cryptography.ts';
import { codeOf, problemSchema } from '../domain/problem.ts';
import { openWith, sealWith } from '../domain/seal.ts';
import {
	invitationSchema,
	standingSchema,
	type EnrolRequest,
	type Invitation,
	type TrainerStanding
} from '../domain/trainer.ts';
import { heardPart, makeTrainerKey, openHeld, pinRounds, wrapKey } from '../domain/trainer-part.ts';
import { cryptography } from './cryptography.ts';
import { request } from './sync/exchange.ts';
import {
	forgetTrainer,
	keepPart,
	openPart,
	readPart,
	trainerKey,
	trainerStands,
	tryPin,
	type PinTried,
	type TrainerGone
} from './trainer.ts';

/** Why the city gave no thirty days; `no-answer`: nothing is lost by asking again. */
export type NotHeard =
	TrainerGone | 'unknown-device' | 'invitation-closed' | 'too-many' | 'no-answer';

const codes: readonly NotHeard[] = [
	'device-shut-out',
	'trainer-ended',
	'unknown-device',
	'invitation-closed',
	'too-many'
];

/** What this device offered for an invitation: the same again, should the answer be lost. */
const offered = new Map<string, { secret: string; spare: string }>();

/** Whom an invitation is for, and whose this device is now. */
export async function askInvitation(token: string): Promise<Invitation | { not: NotHeard }> {
	const earlier = await readPart();
	const asked = { v: 1, token, ...(earlier && { device: earlier.device }) };
	return ask('invitation', asked, invitationSchema);
}

/** Makes this device the invited trainer's, under her PIN, and opens it. Gives what kept it from that, if anything did. */
export async function enrolTrainer(
	token: string,
	name: string,
	pin: string
): Promise<NotHeard | undefined> {
	const crypt = await cryptography();
	const earlier = await readPart();
	const own = offered.get(token) ?? {
		secret: makeTrainerKey(crypt),
		spare: makeTrainerKey(crypt)
	};
	offered.set(token, own);
	const device = earlier && { device: earlier.device };
	const asked: EnrolRequest = { v: 1, token, name, ...own, ...device };
	const standing = await ask('enrol', asked, standingSchema);
	if ('not' in standing) return standing.not;
	const spare = standing.spare ?? own.spare;
	// who forgot her PIN finds what she had
	const before = earlier && (await openWith(crypt, spare, earlier.spareKey));
	const key = before ?? makeTrainerKey(crypt);
	const rounds = 'subtle' in crypto ? pinRounds.own : pinRounds.script;
	const kept = {
		pin: await wrapKey(crypt, key, pin, rounds),
		spareKey: await sealWith(crypt, spare, key)
	};
	await keepPart(await heardPart(crypt, kept, key, own.secret, standing, Date.now()));
	await openPart(key);
	offered.delete(token);
	return undefined;
}

/**
 * Opens the part by its PIN: without internet while its days last, else when the city answers. Gives what kept it from
 * opening: the PIN, or the city.
 */
export async function openByPin(
	pin: string
): Promise<Exclude<PinTried, { key: string }> | { not: NotHeard } | undefined> {
	const isOver = (await trainerStands()).stands === 'over';
	const tried = await tryPin(pin);
	if (!('key' in tried)) return tried;
	const not = isOver ? await renewWith(tried.key) : undefined;
	if (not) return { not };
	await openPart(tried.key);
	return undefined;
}

/** Asks the city for thirty days more, while the part is open. Gives why there are none. */
export async function renewTrainer(): Promise<NotHeard | undefined> {
	const key = await trainerKey();
	return key === undefined ? 'no-answer' : renewWith(key);
}

async function renewWith(key: string): Promise<NotHeard | undefined> {
	const crypt = await cryptography();
	const secret = await secretOf(crypt, key);
	if (secret === undefined) return 'no-answer';
	const standing = await ask('renew', { v: 1, secret }, standingSchema);
	if ('not' in standing) {
		const { not } = standing;
		if (not === 'device-shut-out' || not === 'trainer-ended') await forgetTrainer(not);
		return not;
	}
	return (await keepHeard(crypt, key, secret, standing)) ? undefined : 'no-answer';
}

/** False when another device secret lies here by now: she was invited again meanwhile. */
async function keepHeard(
	crypt: Cryptography,
	key: string,
	secret: string,
	standing: TrainerStanding
): Promise<boolean> {
	const part = await readPart();
	if (!part || (await secretOf(crypt, key)) !== secret) return false;
	await keepPart(await heardPart(crypt, part, key, secret, standing, Date.now()));
	return true;
}

async function secretOf(crypt: Cryptography, key: string): Promise<string | undefined> {
	const part = await readPart();
	return part && (await openHeld(crypt, part, key))?.secret;
}

async function ask<Schema extends v.GenericSchema>(
	door: 'invitation' | 'enrol' | 'renew',
	asked: object,
	schema: Schema
): Promise<v.InferOutput<Schema> | { not: NotHeard }> {
	const response = await request(`/api/trainer/${door}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(asked)
	});
	if (response?.status === 200) {
		// any other 200 is somebody else's: a Wi-Fi that wants a login, say
		const read = v.safeParse(schema, response.json);
		return read.success ? read.output : { not: 'no-answer' };
	}
	const problem = v.safeParse(problemSchema, response?.json);
	const code = problem.success ? codeOf(problem.output) : '';
	return { not: codes.find((each) => each === code) ?? 'no-answer' };
}
