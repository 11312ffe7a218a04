/** What the city says of its badges to everybody: its word to phones, and the status lists for whoever else checks. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { statusListLength } from '../domain/badge.ts';
import { wordText, type BadgeWord } from '../domain/badge-word.ts';
import { toBase64Url } from '../domain/fingerprint.ts';
import { placeOf, statusCredentialOf } from '../domain/open-badge.ts';
import { signJwt } from './badge-signing.ts';
import { badgesTakenBack } from './badges.ts';
import type { Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import type { Keys } from './keys.ts';
import { logger } from './log.ts';
import { cityNameIn, readSettings } from './settings.ts';
import { signTextAside } from './signature.ts';

const zip = promisify(gzip);

/** The city's word on badges now. Undefined when the database is silent: the keys are told all the same. */
export async function badgeWord(
	db: Database,
	keys: Keys,
	now: Date
): Promise<BadgeWord | undefined> {
	try {
		const takenBack = await badgesTakenBack(db);
		const said = { asOf: Math.floor(now.getTime() / 1000), periods: periodsOf(keys), takenBack };
		return { ...said, signature: await signTextAside(keys.root.private, wordText(said)) };
	} catch (error) {
		logger.warn({ reason: reasonOf(error) }, 'the keys are told without a word on badges');
		return undefined;
	}
}

/**
 * When each key signed: until the next one was made. A key whose end nobody noted was put away before there were badges,
 * and is not named.
 */
function periodsOf({ signing }: Pick<Keys, 'signing'>): BadgeWord['periods'] {
	return signing.flatMap(({ public: { kid }, madeAt }, index) => {
		const next = signing[index - 1];
		if (next && !next.madeAt) return [];
		const from = madeAt && { from: Math.floor(Date.parse(madeAt) / 1000) };
		const until = next?.madeAt && { until: Math.ceil(Date.parse(next.madeAt) / 1000) };
		return [{ kid, ...from, ...until }];
	});
}

/** A status list (W3C Bitstring Status List 1.0) as VC-JWT; undefined when no badge has a place in it. */
export async function statusList(
	db: Database,
	keys: Keys,
	origin: string,
	list: number,
	now: Date
): Promise<string | undefined> {
	const first = list * statusListLength;
	const inside = await db
		.selectFrom('badges')
		.select('id')
		.where('status', '>=', String(first))
		.where('status', '<', String(first + statusListLength))
		.limit(1)
		.executeTakeFirst();
	if (!inside && list > 0) return undefined;
	const bits = new Uint8Array(statusListLength / 8);
	for (const [status] of await badgesTakenBack(db)) {
		const place = placeOf(status);
		if (place.list !== list) continue;
		// the first bit is the highest of the first byte
		const at = place.index >> 3;
		bits[at] = (bits[at] ?? 0) | (0x80 >> (place.index & 7));
	}
	const encoded = `u${toBase64Url(await zip(bits))}`;
	const name = cityNameIn(await readSettings(db), 'en') || 'Plaza';
	const asOf = Math.floor(now.getTime() / 1000);
	return signJwt(
		statusCredentialOf({ origin, name }, list, encoded, asOf),
		keys.signing[0],
		origin
	);
}
