import { deriveSecrets } from '../domain/receipt-code.ts';
import type { News } from '../domain/sync.ts';
import { exchange } from './sync/exchange.ts';

/** Asks the city for the need of a receipt code that was told elsewhere; keeps nothing on this phone. */
export async function askByCode(
	code: string
): Promise<{ found: News | undefined } | { noAnswer: true }> {
	const result = await exchange([], [deriveSecrets(code).watch]);
	return 'answer' in result ? { found: result.answer.replies[0] } : { noAnswer: true };
}
