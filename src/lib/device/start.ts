/** What came of "Where do I start?" on this phone; it goes nowhere. */
import * as v from 'valibot';
import { startAnswersSchema, type StartAnswers } from '../domain/start.ts';
import { readFact, writeFact } from './database.ts';

/** The answers that are kept; none where nothing was asked yet. */
export async function startAnswers(): Promise<StartAnswers | undefined> {
	const kept = v.safeParse(startAnswersSchema, await readFact('start'));
	return kept.success ? kept.output : undefined;
}

/** Keeps the answers as they are now. */
export async function keepStartAnswers(answers: StartAnswers): Promise<void> {
	await writeFact('start', { ...answers });
}
