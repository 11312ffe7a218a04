// A survey that a city asks, for tests.
import type { Survey } from '../../src/lib/domain/survey.ts';
import type { Database } from '../../src/lib/server/database.ts';
import {
	changeSurvey,
	makeSurvey,
	publishSurvey,
	readSurvey
} from '../../src/lib/server/surveys.ts';
import { internet } from './asked.ts';

/** A survey that everybody is asked. */
export async function ask(db: Database, staff: string, survey = internet): Promise<string> {
	const now = new Date();
	const id = await makeSurvey(db, { survey, target: { kind: 'all' } }, staff, now);
	if (await publishSurvey(db, { id, edits: 1 }, staff, now)) throw new Error('not published');
	return id;
}

/** Asks it in other words from now on. */
export async function askAnew(db: Database, id: string, staff: string, survey: Survey) {
	const known = await readSurvey(db, id);
	const edits = known?.edits ?? 0;
	const form = { survey, target: { kind: 'all' } } as const;
	const refused =
		(await changeSurvey(db, { id, edits }, form, staff, new Date())) ??
		(await publishSurvey(db, { id, edits: edits + 1 }, staff, new Date()));
	if (refused) throw new Error('not published');
}
