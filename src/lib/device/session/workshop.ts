/** The workshop of a session on its trainer's device: sealed under her key, there again after a flat battery. */
import type { Attendee } from '../../domain/attendance.ts';
import type { EnvelopeOf } from '../../domain/envelope.ts';
import { toBase64Url } from '../../domain/fingerprint.ts';
import type { HeldSession } from '../../domain/held-session.ts';
import { makeId } from '../../domain/id.ts';
import { isBlank } from '../../domain/words.ts';
import type { WorkshopBody } from '../../domain/workshop.ts';
import { ballotIn } from '../../domain/workshop/ballot.ts';
import { countedAs, countedCasts, given, later, type Cast } from '../../domain/workshop/cast.ts';
import { asTold, resultOf } from '../../domain/workshop/result.ts';
import type { SaidNeed, Workshop } from '../../domain/workshop/state.ts';
import { randomBytes } from '../chance.ts';
import { device } from '../database.ts';
import { entryFor } from '../outbox.ts';
import { keepThing, readThings, type Opener } from '../trainer-rows.ts';
import { listTold } from '../trainer-told.ts';
import { keepGiven } from '../trainer-offer.ts';

const workshopKind = 'workshop';
const castKind = 'cast';

type KeptCast = { mark: string; cast: Cast };

/** The workshop of a session, or a new one. */
export async function readWorkshop(
	opener: Opener,
	session: string,
	now = Date.now()
): Promise<Workshop> {
	const [kept] = await readThings<Workshop>(opener, workshopKind, session);
	return kept?.value ?? { id: makeId(now, randomBytes(10)), needs: [], groups: [] };
}

/** Keeps the workshop as it is now. */
export function keepWorkshop(opener: Opener, session: string, workshop: Workshop): Promise<void> {
	return keepThing(opener, workshopKind, { id: workshop.id, session, value: workshop });
}

/** The votes on a ballot that this device has, one for each pseudonym. */
export async function listCasts(opener: Opener, session: string, mark: string): Promise<Cast[]> {
	return (await rowsOf(opener, session, mark)).map(({ value }) => value.cast);
}

/**
 * Takes votes on a ballot, a row each, so that what was taken is there after a flat battery. Given to this device just now
 * (`own`) the last counts; from another trainer whichever is later.
 * @returns how many are new, and how many changed one that was here
 */
export async function takeCasts(
	opener: Opener,
	session: string,
	{ mark, own, casts }: { mark: string; own: boolean; casts: readonly Cast[] }
): Promise<{ fresh: number; changed: number }> {
	const rows = await rowsOf(opener, session, mark);
	let [fresh, changed] = [0, 0];
	for (const each of casts) {
		const known = rows.find(({ value }) => value.cast.person === each.person);
		const cast = !known
			? each
			: own
				? given(known.value.cast, each)
				: later(known.value.cast, each);
		if (!known) fresh += 1;
		else if (JSON.stringify(cast) === JSON.stringify(known.value.cast)) continue;
		else changed += 1;
		const id = known?.id ?? toBase64Url(randomBytes(9));
		await keepThing<KeptCast>(opener, castKind, { id, session, value: { mark, cast } });
	}
	return { fresh, changed };
}

async function rowsOf(opener: Opener, session: string, mark: string) {
	const rows = await readThings<KeptCast>(opener, castKind, session);
	return rows.filter(({ value }) => value.mark === mark);
}

/** Has the room said something that the city was not told from this device, as it is now? */
export async function isUntold(
	opener: Opener,
	session: string,
	list: readonly Attendee[]
): Promise<boolean> {
	const [kept] = await readThings<Workshop>(opener, workshopKind, session);
	if (!kept) return false;
	const ballot = ballotIn(session, kept.value);
	const casts = await listCasts(opener, session, ballot.mark);
	const result = resultOf(kept.value, countedCasts(casts, countedAs(list)));
	return result.people > 0 && kept.value.told?.as !== asTold(kept.value, ballot, result);
}

/** Gives the city the result: from here on it goes by itself, like everything else. */
export async function tellWorkshop(
	opener: Opener,
	{ id, lab }: Pick<HeldSession, 'id' | 'lab'>,
	body: WorkshopBody,
	lang: string,
	now = Date.now()
): Promise<void> {
	const envelope: EnvelopeOf<'workshop'> = {
		id: makeId(now, randomBytes(10)),
		kind: 'workshop',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		lab,
		session: id,
		media: [],
		body
	};
	await device.outbox.add(entryFor(envelope, now));
	await keepGiven(opener, envelope, now);
}

/**
 * Needs in words that were told on this device in this session, by whoever used it or by its trainer for others, for her to
 * choose from; newest last.
 */
export async function needsToldHere(
	opener: Opener,
	session: string,
	since: number
): Promise<SaidNeed[]> {
	const own = (await device.needs.toArray()).flatMap(({ id, envelope, savedAt, withdrawnAt }) => {
		const isOfSession = envelope?.session === session || savedAt >= since;
		if (!envelope || withdrawnAt || !isOfSession) return [];
		return [{ id, words: envelope.body.words, at: savedAt }];
	});
	const forOthers = (await listTold(opener, session)).map(({ id, words = '', at }) => ({
		...{ id, words, at }
	}));
	return [...own, ...forOthers]
		.filter(({ words }) => !isBlank(words))
		.sort((a, b) => a.at - b.at)
		.map(({ id, words }) => ({ id, need: id, words }));
}
