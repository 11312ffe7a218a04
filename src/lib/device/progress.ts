/** Progress on this phone: facts, only ever added; the city gets them without a name. */
import type { EnvelopeOf } from '../domain/envelope.ts';
import { makeId } from '../domain/id.ts';
import type { Attempt } from '../domain/attempt.ts';
import { randomBytes } from './chance.ts';
import { device } from './database.ts';
import { entryFor } from './outbox.ts';

/**
 * Keeps the fact that a step was done, once; a step done again adds nothing.
 * @param lesson `module/lesson`
 */
export async function finishStep(
	lesson: string,
	step: string,
	lang: string,
	attempt?: Attempt,
	now = Date.now()
): Promise<void> {
	const envelope: EnvelopeOf<'progress'> = {
		id: makeId(now, randomBytes(10)),
		kind: 'progress',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		media: [],
		body: { lesson, step, ...(attempt && { attempt }) }
	};
	const entry = entryFor(envelope, now);
	await device.transaction('rw', device.steps, device.outbox, async () => {
		if (await device.steps.get([lesson, step])) return;
		await device.steps.add({ lesson, step, doneAt: now, ...(attempt && { attempt }) });
		await device.outbox.add(entry);
	});
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

/** The lesson in which a step was done last, to go on there. */
export async function lastLesson(): Promise<string | undefined> {
	const steps = await device.steps.toArray();
	return steps.sort((a, b) => b.doneAt - a.doneAt)[0]?.lesson;
}
