/** Finds lessons by words as people write them: without accents, half written, with a letter that is not right. */
import MiniSearch from 'minisearch';
import {
	lookUpTerm,
	mostFound,
	wordsIn,
	type LookUp,
	type LookUpEntry
} from '../../domain/look-up.ts';

/** Shorter words have to fit as they are: nearly everything is like them. */
const shortestMisspelt = 4;

/** A search through these lessons: gives those that fit, the best first. */
export function searchThrough(entries: readonly LookUpEntry[]): LookUp {
	const index = new MiniSearch<LookUpEntry>({
		fields: ['title', 'topic', 'words'],
		tokenize: wordsIn,
		processTerm: lookUpTerm
	});
	index.addAll(entries);
	const byId = new Map(entries.map((entry) => [entry.id, entry]));
	return (typed) =>
		index
			.search(typed, {
				boost: { title: 3, topic: 2 },
				prefix: (term) => term.length > 2,
				fuzzy: (term) => (term.length < shortestMisspelt ? false : 0.25),
				combineWith: 'OR'
			})
			.slice(0, mostFound)
			.flatMap(({ id }) => byId.get(String(id)) ?? []);
}
