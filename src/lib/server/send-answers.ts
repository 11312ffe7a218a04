/** Sends an answer to many needs: so many in one transaction, and whoever is killed in between goes on where she was. */
import { fillIn, type ReplyKind } from '../domain/answer.ts';
import type { Language } from '../domain/language.ts';
import { logActivity } from './activity.ts';
import type { AnswerResult, AnswerVoices } from './answer-tables.ts';
import type { Database } from './database.ts';
import { labelFor } from './labels.ts';
import { takeStep } from './need-work.ts';
import { neighbourhoodNames } from './neighbourhoods.ts';
import { cityNameIn, readSettings } from './settings.ts';

/** So many needs are answered in one transaction. */
const answeredTogether = 25;

/**
 * Sends what of this answer is not sent yet. Each need gets it at most once, however often and by how many at once this is
 * asked for; one that changed since it was looked at, or was taken back, is left out and says so in its result.
 * @param staff who sends it
 * @returns false where there is no such answer
 */
export async function sendAnswers(
	db: Database,
	batch: string,
	staff: string,
	now = () => new Date()
): Promise<boolean> {
	if (!(await begin(db, batch, staff, now()))) return false;
	const settings = await readSettings(db);
	const places = await neighbourhoodNames(db);
	const placeIn = (lang: Language, place: string | null) =>
		(place && places.get(place)) || cityNameIn(settings, lang);
	while ((await sendSome(db, batch, staff, placeIn, now())) > 0);
	await end(db, batch, staff, now());
	return true;
}

async function begin(db: Database, batch: string, staff: string, now: Date): Promise<boolean> {
	return db.transaction().execute(async (trx) => {
		const begun = await trx
			.updateTable('answer_batches')
			.set({ begun_at: now })
			.where('id', '=', batch)
			.where('begun_at', 'is', null)
			.returning(['kind', 'voices'])
			.executeTakeFirst();
		if (!begun) {
			const known = trx.selectFrom('answer_batches').select('id').where('id', '=', batch);
			return (await known.executeTakeFirst()) !== undefined;
		}
		const spoken = Object.keys(begun.voices).sort();
		const detail = { kind: begun.kind, ...(spoken.length > 0 && { spoken }) };
		await logActivity(trx, { staff, action: 'answers.begun', subject: `answers:${batch}`, detail });
		return true;
	});
}

/** Gives how many it took in hand. Those that somebody else takes in hand at this moment are hers. */
async function sendSome(
	db: Database,
	batch: string,
	staff: string,
	placeIn: (lang: Language, place: string | null) => string,
	now: Date
): Promise<number> {
	return db.transaction().execute(async (trx) => {
		const targets = await trx
			.selectFrom('answer_targets as target')
			.innerJoin('answer_batches as batch', 'batch.id', 'target.batch')
			.select(['target.need', 'target.seen', 'target.lang', 'batch.kind', 'batch.texts'])
			.select(['batch.voices', 'batch.label'])
			.where('target.batch', '=', batch)
			.where('target.result', 'is', null)
			.orderBy('target.position')
			.limit(answeredTogether)
			.forUpdate('target')
			.skipLocked()
			.execute();
		const [first] = targets;
		if (!first) return 0;
		// one that ended since it was chosen keeps nobody from her answer
		const label = first.label ? await labelFor(trx, first.label, first.kind) : undefined;
		// all at first, in the order in which everybody locks: then none waits for a need while others wait for this
		const needs = await trx
			.selectFrom('needs')
			.select(['id', 'number', 'place', 'received_at as receivedAt'])
			.where(
				'id',
				'in',
				targets.map(({ need }) => need)
			)
			.orderBy('id')
			.forUpdate()
			.execute();
		for (const target of targets) {
			// a need is never deleted
			const need = needs.find(({ id }) => id === target.need) as (typeof needs)[number];
			const lang = target.lang as Language;
			const place = placeIn(lang, need.place);
			const words = fillIn(target.texts[lang] ?? '', lang, { ...need, place });
			const result = await answerOne(trx, { ...target, label, lang, words, batch, staff }, now);
			await trx
				.updateTable('answer_targets')
				.set({ result })
				.where('batch', '=', batch)
				.where('need', '=', target.need)
				.execute();
		}
		return targets.length;
	});
}

async function answerOne(
	trx: Database,
	target: {
		need: string;
		seen: Date;
		lang: Language;
		kind: ReplyKind;
		label: string | undefined;
		words: string;
		voices: AnswerVoices;
		batch: string;
		staff: string;
	},
	now: Date
): Promise<AnswerResult> {
	const { need, seen, lang, kind, label, words, voices, batch, staff } = target;
	const voice = voices[lang];
	const reply = { words, lang, batch, ...(voice && { voice }) };
	const step = { need, to: kind, staff, seen, reply, ...(label && { label }) };
	const refusal = await takeStep(trx, step, now);
	if (!refusal) return 'sent';
	// whoever does not reach a need cannot answer it
	return refusal.problem === 'unknown' ? 'state' : refusal.problem;
}

async function end(db: Database, batch: string, staff: string, now: Date): Promise<void> {
	await db.transaction().execute(async (trx) => {
		const ended = await trx
			.updateTable('answer_batches')
			// from now on each message holds its own, and the file goes with the last of them
			.set({ ended_at: now, voices: '{}' })
			.where('id', '=', batch)
			.where('ended_at', 'is', null)
			.where((row) =>
				row.not(
					row.exists(
						row
							.selectFrom('answer_targets')
							.select('need')
							.where('batch', '=', batch)
							.where('result', 'is', null)
					)
				)
			)
			.returning('id')
			.executeTakeFirst();
		if (!ended) return;
		const results = await trx
			.selectFrom('answer_targets')
			.select(['result', (row) => row.fn.countAll<string>().as('many')])
			.where('batch', '=', batch)
			.groupBy('result')
			.execute();
		const detail = Object.fromEntries(results.map(({ result, many }) => [result, Number(many)]));
		const subject = `answers:${batch}`;
		await logActivity(trx, { staff, action: 'answers.sent', subject, detail }, now);
	});
}
