/** Receives what devices send: each submission is judged alone, and a receipt is given only for what is safely kept. */
import { makeProblem } from '../domain/problem.ts';
import type { SyncRequest, SyncResponse, SyncResult } from '../domain/sync.ts';
import { hasBadge } from './badge-catalogue.ts';
import type { City } from './city.ts';
import { hasRoom } from './crowd-limits.ts';
import { openSubmission, type Opened, type Refused } from './open-submission.ts';
import { signReceipt } from './receipts.ts';
import { readSettings } from './settings.ts';
import { storeTogether, type Letter } from './store.ts';
import { refuseUnfit } from './survey-answers.ts';
import { readWatched } from './watched.ts';

/** The city as the door needs it. */
export type ReceivingCity = Pick<City, 'db' | 'keys' | 'dataFolder'> &
	Partial<Pick<City, 'origin'>>;

/**
 * Stores the submissions of a request, in one transaction or two where it can, and answers for each in their order; then
 * reads what the request's watch secrets open. When it gives an answer, what it calls accepted is on the database's disk, and
 * whatever has a receipt is complete with its media.
 * @param now the city's time, by which it orders; a phone's own time is only kept
 * @param via the hub that brings them
 * @param byForm whether a person posted it by a plain form
 * @param address the network address of whoever asks; null where something of this server does
 * @throws when the database cannot keep anything now: the same request may be sent again later
 */
export async function receive(
	city: ReceivingCity,
	request: SyncRequest,
	now: Date,
	via: string | null = null,
	byForm = false,
	address: string | null = null
): Promise<SyncResponse> {
	const { db, keys, origin } = city;
	const { node, epoch } = await readSettings(db);
	const receivedAt = now.toISOString();
	const answerFor = async (one: Opened | Refused): Promise<Letter | Refused> => {
		const known = unlessUnknownModule(one);
		if ('problem' in known) return known;
		const { sha256, envelope } = known;
		const said = { id: envelope.id, sha256, receivedAt, node, epoch };
		return { ...known, receipt: await signReceipt(keys, said), via, byForm };
	};
	const opened = await Promise.all(
		request.submissions.map((came) => {
			const opened = openSubmission(came, keys);
			// its receipt is signed on another thread while the next one is opened
			return opened instanceof Promise ? opened.then(answerFor) : answerFor(opened);
		})
	);
	const judged = await refuseUnfit(db, opened);
	const isLate = judged.map(
		(one) => 'envelope' in one && !hasRoom(one.envelope, { address, via }, now)
	);
	const letters = judged.filter((one, index): one is Letter => 'envelope' in one && !isLate[index]);
	const stored = (await store(city, letters, now)).values();
	const results = judged.map((one, index): SyncResult => {
		if ('problem' in one) return { id: one.id, result: 'rejected', problem: one.problem };
		if (isLate[index]) return { id: one.envelope.id, result: 'later' };
		return stored.next().value as SyncResult;
	});
	const news = await readWatched(db, epoch, request.watch ?? [], request.since, origin);
	return { v: 1, serverTime: receivedAt, epoch, results, ...news };
}

/** A badge is for a module that there is. */
function unlessUnknownModule(opened: Opened | Refused): Opened | Refused {
	if ('problem' in opened || opened.envelope.kind !== 'badge') return opened;
	const { id, body } = opened.envelope;
	if (hasBadge(body.module)) return opened;
	return { id, problem: makeProblem('lesson', 'there is no such module', 'body.module') };
}

/** So many needs are written by two transactions beside each other. */
const many = 100;

/** All of them: many plain needs by halves at once, because that takes a database little longer than one half. */
async function store(city: ReceivingCity, letters: Letter[], now: Date): Promise<SyncResult[]> {
	if (letters.length === 0) return [];
	if (!areApart(letters)) return storePart(city, letters, now);
	const half = Math.ceil(letters.length / 2);
	const parts = [letters.slice(0, half), letters.slice(half)];
	const done = await Promise.allSettled(parts.map((part) => storePart(city, part, now)));
	// both have ended: what is sent again after this finds nothing under way
	return done.flatMap((one) => {
		if (one.status === 'rejected') throw one.reason;
		return one.value;
	});
}

/** Are they so many that it matters, and none has to do with another? */
function areApart(letters: Letter[]): boolean {
	if (letters.length < many) return false;
	const isPlain = ({ envelope }: Letter) => envelope.kind === 'need' && !envelope.supersedes;
	return letters.every(isPlain) && new Set(letters.map(idOf)).size === letters.length;
}

function idOf({ envelope }: Letter): string {
	return envelope.id;
}

/** All together; where one of them is not storable, one by one, so that it does not keep its neighbours out. */
async function storePart(city: ReceivingCity, letters: Letter[], now: Date): Promise<SyncResult[]> {
	try {
		return await storeTogether(city, letters, now);
	} catch (error) {
		if (!isAboutData(error)) throw error;
	}
	const results: SyncResult[] = [];
	for (const letter of letters) results.push(await storeAlone(city, letter, now));
	return results;
}

async function storeAlone(city: ReceivingCity, letter: Letter, now: Date): Promise<SyncResult> {
	try {
		const [result] = await storeTogether(city, [letter], now);
		return result as SyncResult;
	} catch (error) {
		if (!isAboutData(error)) throw error;
		const problem = makeProblem('not-storable', 'the database cannot hold this submission');
		return { id: letter.envelope.id, result: 'rejected', problem };
	}
}

/** Is it what was sent that the database refuses (SQLSTATE classes 22, 23, 54), so that no later try would help? */
function isAboutData(error: unknown): boolean {
	const { code } = error as { code?: unknown };
	return typeof code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
}
