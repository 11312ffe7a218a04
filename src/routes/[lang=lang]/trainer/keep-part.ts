import { trainerPart } from '$lib/domain/pack.ts';
import { askWorker } from './ask-worker.ts';

/** Keeps the trainer's pages of a language on this device. Says whether they are here now, and open without internet. */
export async function keepTrainerPart(lang: string): Promise<boolean> {
	const said = await askWorker({ keepPart: trainerPart, lang });
	return said !== undefined && 'stopped' in said && !said.stopped;
}
