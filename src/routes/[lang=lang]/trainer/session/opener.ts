import { cryptography } from '$lib/device/cryptography.ts';
import { readTrainer, trainerKey } from '$lib/device/trainer.ts';
import type { Opener } from '$lib/device/trainer-rows.ts';

/** What opens the things of the trainer who is signed in on this device; undefined where nobody is. */
export async function openHers(): Promise<Opener | undefined> {
	const [trainer, key] = [await readTrainer(), await trainerKey()];
	return trainer && key !== undefined ? { crypt: await cryptography(), key } : undefined;
}
