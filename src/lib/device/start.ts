/** What came of "Where do I start?" on this phone; it goes nowhere. */
import * as v from 'valibot';
import { startAnswers, type StartAnswers } from '../domain/start.ts';
import { readFact, writeFact } from './database.ts';

const keptSchema = v.record(v.string(), v.picklist(startAnswers));

/** The answers that are kept; none where nothing was asked yet. */
export async function readStartAnswers(): Promise<StartAnswers | undefined> {
	const kept = v.safeParse(keptSchema, await readFact('start'));
	return kept.success ? kept.output : undefined;
}

/** Keeps the answers as they are now. */
export async function keepStartAnswers(answers: StartAnswers): Promise<void> {
	await writeFact('start', { ...answers });
}
