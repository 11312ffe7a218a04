/** One transaction for submissions that came together, all of a request or a half of many: all are kept, or none. */
import { sql, type Transaction } from 'kysely';
import type { Envelope, EnvelopeOf, Kind } from '../domain/envelope.ts';
import { hashSecret } from '../domain/receipt-code.ts';
import type { SyncResult } from '../domain/sync.ts';
import { issueBadges } from './badges.ts';
import type { Issuing } from './badge-signing.ts';
import type { City } from './city.ts';
import type { Tables } from './database.ts';
import { tellChange } from './changes.ts';
import { insertConfidence } from './confidence.ts';
import { erasedAmong } from './erased.ts';
import { failpoint } from './failpoint.ts';
import { republishChallenge } from './challenge-publication.ts';
import { insertHelped } from './helped.ts';
import { insertAttendance, insertSessions } from './held-sessions.ts';
import { insertIdeas } from './ideas.ts';
import { awaitMedia, insertMedia } from './media/rows.ts';
import { insertNeeds } from './needs.ts';
import { insertPriorities } from './priorities.ts';
import { insertOpinions } from './opinions.ts';
import type { Opened } from './open-submission.ts';
import { insertProgress } from './progress.ts';
import {
	asStored,
	insertConflicts,
	insertSubmissions,
	storedSubmissions,
	type Arrival,
	type StoredSubmission
} from './submissions.ts';
import { insertSupports } from './supports.ts';
import { insertAnswers } from './survey-answers.ts';
import { insertWorkshops } from './workshops.ts';
import { cleanErased, waitForWithdrawals, withdraw, withdrawnAmong } from './withdrawals.ts';

/** A sound submission with the receipt that it gets if it is the first of its id. */
export type Letter = Opened & Pick<Arrival, 'receipt' | 'via' | 'byForm'>;

/**
 * Stores letters and gives the result of each, in their order, once the commit is on the disk. Withdrawals come first, so
 * that words which they take back are never written.
 * @throws the database's error, and nothing is stored
 */
export async function storeTogether(
	{ db, dataFolder, ...issuing }: Pick<City, 'db' | 'dataFolder'> & Issuing,
	letters: Letter[],
	now: Date
): Promise<SyncResult[]> {
	const secrets = letters.flatMap(({ envelope }) => withdrawSecret(envelope) ?? []).map(hashSecret);
	const { results, erased } = await db.transaction().execute(async (trx) => {
		failpoint('before-store');
		await setLimits(trx);
		await waitForWithdrawals(trx, secrets.length > 0);
		const erased = await withdraw(trx, [...new Set(secrets)].sort(), now);
		const hashes = letters.flatMap(({ envelope }) => envelope.withdrawHash ?? []);
		const withdrawn = await withdrawnAmong(trx, [...new Set(hashes)]);
		const gone = await erasedAmong(
			trx,
			letters.map(({ envelope }) => envelope.id)
		);
		const arrivals = letters.map((letter) => ({
			...letter,
			erased: gone.has(letter.envelope.id) || withdrawn.has(letter.envelope.withdrawHash ?? '')
		}));
		const { results, badges } = await storeArrivals(trx, arrivals, issuing, now);
		for (const challenge of erased.challenges) await republishChallenge(trx, challenge, now);
		await tellChange(trx, 'needs', erased.needs);
		await tellChange(trx, 'badges', badges);
		failpoint('before-commit');
		return { results, erased };
	});
	failpoint('after-commit');
	if (erased.anything) cleanErased(db, dataFolder);
	return results;
}

/** The secret that takes words back: of a withdrawal, or of a need that takes another's place. */
function withdrawSecret(envelope: Envelope): string | undefined {
	if (envelope.kind === 'withdrawal') return envelope.body.withdraw;
	return envelope.kind === 'need' ? envelope.supersedes?.withdraw : undefined;
}

/** A phone may ask again, so waiting long helps nobody; and a commit that is not on the disk is none. */
async function setLimits(trx: Transaction<Tables>): Promise<void> {
	await sql`
		select set_config('lock_timeout', '5s', true), set_config('statement_timeout', '20s', true),
			case when current_setting('synchronous_commit') in ('off', 'local')
			then set_config('synchronous_commit', 'on', true) end`.execute(trx);
}

async function storeArrivals(
	trx: Transaction<Tables>,
	arrivals: Arrival[],
	issuing: Issuing,
	now: Date
): Promise<{ results: SyncResult[]; badges: string[] }> {
	const firsts = [...Map.groupBy(arrivals, ({ envelope }) => envelope.id).values()].flatMap(
		([first]) => first ?? []
	);
	const inserted = await insertSubmissions(trx, firsts.toSorted(byIdentity), now);
	failpoint('after-insert');
	const fresh = firsts.filter(({ envelope }) => inserted.has(envelope.id));
	const needs = fresh.filter(isNeed);
	await insertNeeds(trx, needs, now);
	await insertIdeas(trx, fresh.filter(isIdea), now);
	await insertMedia(
		trx,
		fresh.filter(({ erased }) => !erased)
	);
	const told = fresh.map(({ envelope }) => envelope);
	await insertProgress(trx, told.filter(isOf('progress')), now);
	await insertSessions(trx, told.filter(isOf('session')), now);
	await insertAttendance(trx, told.filter(isOf('attendance')), now);
	await insertConfidence(trx, told.filter(isOf('confidence')), now);
	await insertWorkshops(trx, told.filter(isOf('workshop')), now);
	await insertHelped(trx, told.filter(isOf('helped')), now);
	await insertSupports(trx, told.filter(isOf('support')));
	await insertOpinions(trx, told.filter(isOf('opinion')));
	await insertPriorities(trx, told.filter(isOf('priority')));
	await insertAnswers(trx, told.filter(isOf('answer')), now);
	const badges = told.filter(isOf('badge'));
	await issueBadges(trx, badges, issuing, now);
	const known = firsts.filter((arrival) => !inserted.has(arrival.envelope.id));
	const stored = await storedSubmissions(
		trx,
		known.map(({ envelope }) => envelope.id)
	);
	for (const arrival of fresh) stored.set(arrival.envelope.id, asStored(arrival));
	const isOther = ({ envelope, sha256 }: Arrival) => stored.get(envelope.id)?.sha256 !== sha256;
	await insertConflicts(trx, arrivals.filter(isOther).sort(byIdentity), now);
	const same = arrivals.filter((arrival) => !isOther(arrival));
	const missing = await awaitMedia(trx, same.sort(byIdentity));
	const results = arrivals.map((arrival): SyncResult => {
		const { id } = arrival.envelope;
		if (isOther(arrival)) return { id, result: 'conflict' };
		const { erased, receipt } = stored.get(id) as StoredSubmission;
		if (erased) return { id, result: 'deleted', receipt };
		const hashes = (missing.get(id) ?? []).map((at) => arrival.travelling[at]?.sha256 ?? '');
		if (hashes.length > 0) return { id, result: 'incomplete', missing: [...new Set(hashes)] };
		return { id, result: inserted.delete(id) ? 'accepted' : 'duplicate', receipt };
	});
	return { results, badges: badges.map(({ id }) => id) };
}

function isNeed(arrival: Arrival): arrival is Arrival & { envelope: EnvelopeOf<'need'> } {
	return arrival.envelope.kind === 'need';
}

function isIdea(arrival: Arrival): arrival is Arrival & { envelope: EnvelopeOf<'idea'> } {
	return arrival.envelope.kind === 'idea';
}

const isOf =
	<K extends Kind>(kind: K) =>
	(envelope: Envelope): envelope is EnvelopeOf<K> =>
		envelope.kind === kind;

/** The order in which all requests write, so that they wait for each other and never in a circle. */
function byIdentity(a: Arrival, b: Arrival): number {
	return `${a.envelope.id} ${a.sha256}` < `${b.envelope.id} ${b.sha256}` ? -1 : 1;
}
