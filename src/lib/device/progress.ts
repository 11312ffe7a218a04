/** Progress on this phone: steps done and tries made, facts that are only ever added; the city gets them without a name. */
import type { EnvelopeOf } from '../domain/envelope.ts';
import { makeId } from '../domain/id.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { MasteryRule, Try } from '../domain/mastery.ts';
import { randomBytes } from './chance.ts';
import { device, writeFact } from './database.ts';
import { sessionFields } from './joined.ts';
import { entryFor } from './outbox.ts';
import { tellAndKeep } from './told.ts';

/** What happened at a step: it was gone through, or tried; a skill is judged by the rule that held then. */
export type StepFact = {
	step: string;
	attempt?: Attempt | undefined;
	rule?: MasteryRule | undefined;
};

/**
 * Keeps what happened at a step: that it was done, once, and each try of a skill. A try that was left does not make it
 * done; a step that is only gone through again adds nothing.
 * @param lesson `module/lesson`
 */
export async function keepStep(
	lesson: string,
	{ step, attempt, rule }: StepFact,
	lang: string,
	now = Date.now()
): Promise<void> {
	const inSession = await sessionFields(now);
	const envelope: EnvelopeOf<'progress'> = {
		id: makeId(now, randomBytes(10)),
		kind: 'progress',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		...inSession,
		media: [],
		body: { lesson, step, ...(attempt && { attempt }) }
	};
	const entry = entryFor(envelope, now);
	const { steps, attempts, outbox, facts } = device;
	await device.transaction('rw', steps, attempts, outbox, facts, async () => {
		const isLeft = attempt?.result === 'left';
		// two pages may end it
		if (isLeft && !(await facts.get(openKey(lesson, step)))) return;
		await facts.delete(openKey(lesson, step));
		const isDone = (await steps.get([lesson, step])) !== undefined;
		if (isDone && !(attempt && rule)) return;
		if (!isDone && !isLeft) await steps.add({ lesson, step, doneAt: now });
		if (attempt && rule) {
			const day = dayOf(now);
			await attempts.add({ ...attempt, id: envelope.id, lesson, step, rule, day, endedAt: now });
		}
		await tellAndKeep(entry);
	});
}

/** Tries that go on lie among the facts, each under its step. */
const openTries = 'try ';
const openKey = (lesson: string, step: string) => `${openTries}${lesson}#${step}`;

type OpenTry = StepFact & { lesson: string; lang: string; at: number };

/** Keeps a try that goes on: a page may go away without a word, and the try is then known to be left. */
export async function openTry(
	lesson: string,
	fact: StepFact,
	lang: string,
	now = Date.now()
): Promise<void> {
	await writeFact(openKey(lesson, fact.step), { ...fact, lesson, lang, at: now });
}

/** What pages of before this moment began and did not bring to an end is kept as left. */
export async function endOpenTries(before: number): Promise<void> {
	const open = await device.facts.where('key').startsWith(openTries).toArray();
	for (const { value } of open) {
		const { lesson, lang, at, ...fact } = value as OpenTry;
		if (at < before) await keepStep(lesson, fact, lang, at);
	}
}

/** Forgets tries that go on; to be called in the transaction that clears a person's things. */
export async function forgetOpenTries(): Promise<void> {
	await device.facts.where('key').startsWith(openTries).delete();
}

/** The day on the phone's own calendar, like "2026-11-26". */
export function dayOf(now: number): string {
	const date = new Date(now);
	const two = (part: number) => String(part).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The tries made on this phone by the name of their lesson and then of their step, in their order. */
export async function triesMade(): Promise<Record<string, Record<string, Try[]>>> {
	const made: Record<string, Record<string, Try[]>> = {};
	const tries = await device.attempts.toArray();
	for (const each of tries.sort((a, b) => a.endedAt - b.endedAt)) {
		((made[each.lesson] ??= {})[each.step] ??= []).push(each);
	}
	return made;
}

/** The steps done on this phone, by lesson, in the order in which they were done. */
export async function stepsDone(): Promise<Record<string, string[]>> {
	const done: Record<string, string[]> = {};
	const steps = await device.steps.toArray();
	for (const { lesson, step } of steps.sort((a, b) => a.doneAt - b.doneAt)) {
		(done[lesson] ??= []).push(step);
	}
	return done;
}
