// What devices put first.
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { Choice } from '../../src/lib/domain/priority.ts';
import { newId } from './invented.ts';

/** What the device with this token chooses. */
export function priorityFrom(
	prioritising: string,
	token: string,
	choice: Choice,
	at = Date.now()
): EnvelopeOf<'priority'> {
	return {
		...{ id: newId(), kind: 'priority', schema: 1, madeAt: new Date(at).toISOString() },
		...{ lang: 'es', media: [], body: { prioritising, choice, token } }
	};
}
