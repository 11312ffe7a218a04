/** What whoever uses this phone answers to surveys: kept with each tap, told to the city once, and corrected by telling again. */
import type { EnvelopeOf } from '../domain/envelope.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { makeId } from '../domain/id.ts';
import { answerOwner, mostSpoken, type MediaItem } from '../domain/media.ts';
import type { PublishedSurvey } from '../domain/survey.ts';
import { onTheWay, pathOf, type Answers } from '../domain/survey-answer.ts';
import { randomBytes } from './chance.ts';
import { device, readFact, writeFact, type KeptMedia, type Piece } from './database.ts';
import { liveQuery } from './dexie.ts';
import { expectHers, isStillHers, noteHolder } from './drafts.ts';
import { surveysFact } from './joined.ts';
import { bytesOf, dropAllOf, itemsOf, listMedia, piecesOf } from './media.ts';
import { entryFor } from './outbox.ts';
import { withRoom } from './room.ts';

/** Her answers to one survey; `told` is the submission that told them last, when it was made, and all of it. */
export interface KeptAnswers {
	answers: Answers;
	/** Made by chance for this survey: with it she corrects what she told. */
	by: string;
	told?: { id: string; at: number; envelope?: EnvelopeOf<'answer'> };
}

type All = Record<string, KeptAnswers>;

/** The same as a page shows it: begun, waiting here, waiting here for somebody to look, or at the city. */
export interface ShownAnswers extends KeptAnswers {
	track: 'begun' | 'phone' | 'needs-you' | 'sent';
	/** Has a lab's hub a copy? */
	atLab: boolean;
	/** The question of each recording that is kept here. */
	spoken: string[];
}

/** Tells her answers to all surveys now and after every change. Gives the way to stop. */
export function followAnswers(told: (all: Record<string, ShownAnswers>) => void): () => void {
	let isNoted = false;
	// once: what changes here later may be the next person's
	const read = async () => {
		if (!isNoted) await noteHolder();
		isNoted = true;
		return readAll();
	};
	const following = liveQuery(read).subscribe({ next: told });
	return () => following.unsubscribe();
}

async function readAll(): Promise<Record<string, ShownAnswers>> {
	const all = Object.entries((await readFact<All>(surveysFact)) ?? {});
	const entries = await device.outbox.bulkGet(all.map(([, { told }]) => told?.id ?? ''));
	const recorded = await device.media.where('owner').startsWith('answer ').toArray();
	const whole = recorded.flatMap(({ owner, sha256 }) => (sha256 === null ? [] : [owner]));
	const shown = all.map(([id, kept], at) => {
		const entry = entries[at];
		const waits = entry?.problem ? 'needs-you' : 'phone';
		const track: ShownAnswers['track'] = kept.told ? (entry ? waits : 'sent') : 'begun';
		const spoken = whole.flatMap((owner) => {
			const [, survey, question] = owner.split(' ');
			return survey === id && question ? [question] : [];
		});
		return [id, { ...kept, track, spoken, atLab: entry?.heldAt !== undefined }] as const;
	});
	return Object.fromEntries(shown);
}

/** Keeps her answers to a survey as they are now. */
export function keepAnswers(survey: string, answers: Answers): Promise<void> {
	return change(survey, async (kept) => ((await isStillHers()) ? { ...kept, answers } : undefined));
}

/**
 * Tells her answers to the city, those to which her way leads, with copies of what she recorded for them. What she told before and the city has not heard yet is not
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
	const id = makeId(at, randomBytes(10));
	const copies = await copyRecorded(id, survey, asked, answers);
	const spoken = copies.map(({ question }) => question);
	const given = Object.entries(onTheWay(asked, answers)).filter(
		([question, value]) => value !== null || !spoken.includes(question)
	);
	const body = { survey, revision, by: kept.by, answers: Object.fromEntries(given) };
	const envelope: EnvelopeOf<'answer'> = {
		...{ id, kind: 'answer', schema: 1, lang, media: copies.map(({ item }) => item) },
		...(spoken.length > 0 && { mediaKey: toBase64Url(randomBytes(32)) }),
		madeAt: new Date(at).toISOString(),
		body: { ...body, ...(spoken.length > 0 && { spoken }) }
	};
	const entry = entryFor(envelope, now);
	await change(survey, async () => {
		await expectHers();
		if (kept.told) {
			await device.outbox.delete(kept.told.id);
			await dropAllOf(kept.told.id);
		}
		for (const { row, pieces } of copies) {
			await device.media.add(row);
			await device.pieces.bulkAdd(pieces);
		}
		await device.outbox.add(entry);
		return { by: kept.by, answers, told: { id: entry.id, at, envelope } };
	});
}

type Recorded = {
	question: string;
	item: MediaItem & { role: 'voice' };
	row: KeptMedia;
	pieces: Piece[];
};

/** What she recorded for the questions on her way, as it belongs to a submission: she may still say it again. */
async function copyRecorded(
	id: string,
	survey: string,
	asked: PublishedSurvey['survey'],
	answers: Answers
): Promise<Recorded[]> {
	const copies: Recorded[] = [];
	for (const { id: question, kind } of pathOf(asked, answers)) {
		if (kind !== 'text' || copies.length === mostSpoken) continue;
		const [last] = itemsOf(await listMedia(answerOwner(survey, question))).slice(-1);
		if (last?.item.role !== 'voice') continue;
		const { kept, item } = last;
		const row = { ...kept, id: makeId(Date.now(), randomBytes(10)), owner: id };
		const pieces = piecesOf(row.id, await bytesOf(kept.id));
		copies.push({ question, item, row: { ...row, position: copies.length }, pieces });
	}
	return copies;
}

const begin = (): KeptAnswers => ({ answers: {}, by: toBase64Url(randomBytes(16)) });

/** In one transaction, with whatever `to` writes beside it; undefined changes nothing. */
function change(
	survey: string,
	to: (kept: KeptAnswers) => Promise<KeptAnswers | undefined>
): Promise<void> {
	const { facts, outbox, media, pieces } = device;
	return withRoom(() =>
		device.transaction('rw', [facts, outbox, media, pieces], async () => {
			const all = (await readFact<All>(surveysFact)) ?? {};
			const changed = await to(all[survey] ?? begin());
			if (changed) await writeFact(surveysFact, { ...all, [survey]: changed });
		})
	);
}
