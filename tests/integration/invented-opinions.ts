// What devices say to the statements of a round.
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { OpinionKind } from '../../src/lib/domain/opinion.ts';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { newId } from './invented.ts';

/** What the device with this secret says. */
export function opinionFrom(
	by: string,
	round: string,
	statement: string,
	opinion: OpinionKind,
	at = Date.now()
): EnvelopeOf<'opinion'> {
	return {
		...{ id: newId(), kind: 'opinion', schema: 1, madeAt: new Date(at).toISOString() },
		...{ lang: 'es', media: [] },
		body: { round, statement, opinion, token: tokenOf(by, round) }
	};
}
