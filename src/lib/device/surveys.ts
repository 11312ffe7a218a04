/** What whoever uses this phone answers to surveys: kept with each tap, told to the city once, and corrected by telling again. */
import type { EnvelopeOf } from '../domain/envelope.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { makeId } from '../domain/id.ts';
import type { PublishedSurvey } from '../domain/survey.ts';
import { onTheWay, type Answers } from '../domain/survey-answer.ts';
import { randomBytes } from './chance.ts';
import { device, readFact, writeFact } from './database.ts';
import { liveQuery } from './dexie.ts';
import { surveysFact } from './joined.ts';
import { entryFor } from './outbox.ts';
import { withRoom } from './room.ts';

/** Her answers to one survey; `told` is the submission that told them last, and when it was made. */
export interface KeptAnswers {
	answers: Answers;
	/** Made by chance for this survey: with it she corrects what she told. */
	by: string;
	told?: { id: string; at: number };
}

type All = Record<string, KeptAnswers>;

/** The same as a page shows it: begun, waiting here, waiting here for somebody to look, or at the city. */
export interface ShownAnswers extends KeptAnswers {
	track: 'begun' | 'phone' | 'needs-you' | 'sent';
	/** Has a lab's hub a copy? */
	atLab: boolean;
}

/** Tells her answers to all surveys now and after every change. Gives the way to stop. */
export function followAnswers(told: (all: Record<string, ShownAnswers>) => void): () => void {
	const following = liveQuery(readAll).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function readAll(): Promise<Record<string, ShownAnswers>> {
	const all = Object.entries((await readFact<All>(surveysFact)) ?? {});
	const entries = await device.outbox.bulkGet(all.map(([, { told }]) => told?.id ?? ''));
	const shown = all.map(([id, kept], at) => {
		const entry = entries[at];
		const waits = entry?.problem ? 'needs-you' : 'phone';
		const track: ShownAnswers['track'] = kept.told ? (entry ? waits : 'sent') : 'begun';
		return [id, { ...kept, track, atLab: entry?.heldAt !== undefined }] as const;
	});
	return Object.fromEntries(shown);
}

/** Keeps her answers to a survey as they are now. */
export function keepAnswers(survey: string, answers: Answers): Promise<void> {
	return change(survey, (kept) => ({ ...kept, answers }));
}

/**
 * Tells her answers to the city, those to which her way leads. What she told before and the city has not heard yet is not
 * sent any more; told again, the last word counts, also where the phone's clock went back.
 */
export async function tellAnswers(
	{ id: survey, revision, survey: asked }: PublishedSurvey,
	answers: Answers,
	lang: string,
	now = Date.now()
): Promise<void> {
	const kept = (await readFact<All>(surveysFact))?.[survey] ?? begin();
	const at = Math.max(now, (kept.told?.at ?? 0) + 1);
	const envelope: EnvelopeOf<'answer'> = {
		...{ id: makeId(at, randomBytes(10)), kind: 'answer', schema: 1, lang, media: [] },
		madeAt: new Date(at).toISOString(),
		body: { survey, revision, by: kept.by, answers: onTheWay(asked, answers) }
	};
	const entry = entryFor(envelope, now);
	await change(
		survey,
		() => ({ by: kept.by, answers, told: { id: entry.id, at } }),
		async () => {
			if (kept.told) await device.outbox.delete(kept.told.id);
			await device.outbox.add(entry);
		}
	);
}

const begin = (): KeptAnswers => ({ answers: {}, by: toBase64Url(randomBytes(16)) });

function change(
	survey: string,
	to: (kept: KeptAnswers) => KeptAnswers,
	also?: () => Promise<void>
): Promise<void> {
	const { facts, outbox } = device;
	return withRoom(() =>
		device.transaction('rw', facts, outbox, async () => {
			const all = (await readFact<All>(surveysFact)) ?? {};
			await writeFact(surveysFact, { ...all, [survey]: to(all[survey] ?? begin()) });
			await also?.();
		})
	);
}
