/** Sends some submissions together; what is at fault is found by halving, until it stands alone. */
import type { Envelope } from '../../domain/envelope.ts';
import type { Sealed } from '../../domain/sealed.ts';
import { readParkReason } from '../../domain/parked.ts';
import { mostSubmissions } from '../../domain/sync.ts';
import type { OutboxEntry } from '../database.ts';
import { countFailure, letterOf, park } from '../outbox.ts';
import { sealedForm } from '../sealing.ts';
import { noticeRestore, takeResults } from './answer.ts';
import { sealingKey, trustKeys } from './city-keys.ts';
import { exchange, fetchKeys } from './exchange.ts';
import { stillSending } from './only-sender.ts';
import { asksForTime, noAnswer, suspect, type NoAnswer, type Round } from './round.ts';
import { keepNews } from './watch.ts';

/** Characters of JSON in one request: far under the door's limit, so that a weak line brings some of it over. */
const batchSize = 500_000;
/** A submission that the door refused by itself this often needs the person. */
const refusalsBeforeParking = 3;
/** One that the city, while it answered others, never answered needs the person after so many tries. */
const silencesBeforeParking = 10;

/** The entries that go next: as many as fit in a request; those that failed alone come last, each by itself. */
export function nextBatch(entries: OutboxEntry[]): OutboxEntry[] {
	const healthy = entries.filter(({ failures }) => failures < suspect);
	if (healthy.length === 0) return entries.slice(0, 1);
	let size = 0;
	const full = healthy.slice(0, mostSubmissions).findIndex((entry, index) => {
		size += JSON.stringify(letterOf(entry)).length;
		return index > 0 && size > batchSize;
	});
	return healthy.slice(0, full < 0 ? mostSubmissions : full);
}

/** Sends a batch and takes what the answer says. Gives something only when the city cannot be reached at all. */
export async function sendBatch(
	round: Round,
	entries: OutboxEntry[]
): Promise<NoAnswer | undefined> {
	const { batch, letters } = await lettersFor(round, entries);
	if (batch.length === 0 && !round.watch) return undefined;
	await stillSending();
	const { secrets = [], since } = round.watch ?? {};
	const result = await exchange(letters, secrets, since);
	if ('answer' in result) {
		const { results } = result.answer;
		const taken = await takeResults(result.answer, batch, letters, round.crypt);
		round.moved ||= results.some(({ id, receipt }) => receipt && taken.has(id ?? ''));
		if (round.watch) await keepNews(result.answer, round);
		round.watch = undefined;
		await noticeRestore(result.answer.epoch, taken);
		if (taken.size < batch.length) round.stuck = true;
		return undefined;
	}
	if ('refused' in result) return refused(round, batch, result.refused);
	return unanswered(round, batch, result);
}

async function refused(
	round: Round,
	batch: OutboxEntry[],
	code: string
): Promise<NoAnswer | undefined> {
	if (code === 'seal-first') {
		// it turned out to be a hub
		await trustKeys(await fetchKeys(), round.crypt.checkSignature);
		return noAnswer;
	}
	const [alone] = batch;
	if (!alone) return noAnswer;
	if (batch.length > 1) return halves(round, batch);
	// what refuses everything is not the city
	if ((await fetchKeys()) === undefined) return noAnswer;
	const refusals = await countFailure(alone.id);
	if (refusals >= refusalsBeforeParking) await park(alone.id, readParkReason(code));
	else round.stuck = true;
	return undefined;
}

/** Is it the line, or is it one of these? A city that still answers something else gives the hint. */
async function unanswered(
	round: Round,
	batch: OutboxEntry[],
	result: NoAnswer
): Promise<NoAnswer | undefined> {
	const [alone] = batch;
	if (!alone || asksForTime(round, result) || (await fetchKeys()) === undefined) return result;
	if (batch.length > 1) return round.splits-- > 0 ? halves(round, batch) : result;
	const silences = await countFailure(alone.id);
	if (silences >= silencesBeforeParking) await park(alone.id, 'not-taken');
	round.stuck = true;
	return undefined;
}

async function halves(round: Round, batch: OutboxEntry[]): Promise<NoAnswer | undefined> {
	const middle = Math.ceil(batch.length / 2);
	const first = await sendBatch(round, batch.slice(0, middle));
	return first ?? (await sendBatch(round, batch.slice(middle)));
}

/** What goes out: sealed for a hub, else as it is kept. What is neither waits for the person. */
async function lettersFor(round: Round, entries: OutboxEntry[]) {
	const batch: OutboxEntry[] = [];
	const letters: (Envelope | Sealed)[] = [];
	const key = round.hub ? await sealingKey() : undefined;
	for (const entry of entries) {
		const letter = key ? await sealedForm(round.crypt, key, entry) : letterOf(entry);
		if (!letter) {
			await park(entry.id, 'damaged');
			continue;
		}
		batch.push(entry);
		letters.push(letter);
	}
	return { batch, letters };
}
