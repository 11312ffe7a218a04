/** What may tell who somebody is, as tests read it. */
import { findPersonalData } from '../../src/lib/domain/personal-data/find.ts';

/** What is found, as `kind: text`. */
export function foundIn(words: string): string[] {
	return findPersonalData(words).map(
		({ start, end, kind }) => `${kind}: ${words.slice(start, end)}`
	);
}
