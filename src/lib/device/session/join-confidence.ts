/** How sure somebody feels with the phone: told before and after a session by who likes to, once each. */
import type { Level, Moment } from '../../domain/confidence.ts';
import type { EnvelopeOf } from '../../domain/envelope.ts';
import { makeId } from '../../domain/id.ts';
import { randomBytes } from '../chance.ts';
import { device, writeFact } from '../database.ts';
import { joinedFact, readJoined } from '../joined.ts';
import { entryFor } from '../outbox.ts';
import { tellAndKeep } from '../told.ts';

/**
 * Tells it in the session that this phone is in, with its pseudonym; without a level she was asked and said nothing, and
 * is asked no more.
 */
export async function sayConfidence(
	moment: Moment,
	level: Level | undefined,
	lang: string,
	now = Date.now()
): Promise<void> {
	const joined = await readJoined(now);
	if (!joined || joined.asked?.includes(moment)) return;
	const { id: session, lab, person } = joined;
	const envelope: EnvelopeOf<'confidence'> | undefined = level && {
		id: makeId(now, randomBytes(10)),
		kind: 'confidence',
		schema: 1,
		madeAt: new Date(now).toISOString(),
		lang,
		lab,
		session,
		person,
		media: [],
		body: { moment, level }
	};
	const entry = envelope && entryFor(envelope, now);
	await device.transaction('rw', device.facts, device.outbox, async () => {
		await writeFact(joinedFact, { ...joined, asked: [...(joined.asked ?? []), moment] });
		if (entry) await tellAndKeep(entry);
	});
}
