import { cryptography } from '$lib/device/cryptography.ts';
import type { Opener } from '$lib/device/trainer-rows.ts';
import { trainerKey } from '$lib/device/trainer.ts';

/** What opens the things of the trainer who is signed in on this device; undefined where nobody is. */
export async function openerOfTrainer(): Promise<Opener | undefined> {
	const key = await trainerKey();
	return key === undefined ? undefined : { crypt: await cryptography(), key };
}
