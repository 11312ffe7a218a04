/** The names that stand on a city's own pages: no build knows them, and who does not read has to choose among them. */
import type { Language } from '../../domain/language.ts';
import { piecesOf, sentencesIn } from '../../domain/sentence.ts';
import type { City } from '../city.ts';
import { listNeighbourhoods } from '../neighbourhoods.ts';
import { cityNameIn, readSettings } from '../settings.ts';

/**
 * The names of the city, its neighbourhoods and labs with their addresses, as they are now, in the sentences and pieces that
 * they are read in.
 */
export async function cityNames({ db, hub }: City, lang: Language): Promise<string[]> {
	const [settings, neighbourhoods, labs] = await Promise.all([
		readSettings(db),
		listNeighbourhoods(db),
		db.selectFrom('labs').select(['name', 'address']).where('closed_at', 'is', null).execute()
	]);
	const names = [
		cityNameIn(settings, lang),
		hub?.enrolment.name ?? '',
		...neighbourhoods.map(({ name }) => name),
		...labs.flatMap(({ name, address }) => [name, address])
	];
	return [...new Set(names.flatMap(sentencesIn).flatMap((name) => [name, ...piecesOf(name)]))];
}
