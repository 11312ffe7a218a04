/** The form of the city's settings: its name, the languages offered, its neighbourhoods. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { languages, type Language } from '../domain/language.ts';
import { placeIdOf } from '../domain/neighbourhood.ts';
import type { Database } from './database.ts';
import { readForm, textOf, type FormProblems } from './form-problems.ts';
import { readNeighbourhoods, type ListedNeighbourhood } from './neighbourhood-list.ts';
import { replaceNeighbourhoods } from './neighbourhoods.ts';
import { publishCity } from './published-city.ts';
import { readSettings, writeSettings } from './settings.ts';
import { readSwaps } from './swap-fields.ts';

/** Bytes of a file with borders; one of so many is read in some seconds. */
const largestFile = 8 * 1024 * 1024;
/** Bytes of a file that is shown again beside a problem; nobody corrects a larger one by hand. */
const longestShown = 100_000;

const citySchema = v.object({
	city: v.pipe(v.string(), v.trim(), v.minLength(1, 'city-name'), v.maxLength(80, 'city-name')),
	languages: v.pipe(
		v.array(v.picklist(languages, 'languages')),
		v.minLength(1, 'languages'),
		// in the order of the first screen, however they came
		v.transform((chosen) => languages.filter((language) => chosen.includes(language)))
	)
});

export interface CityForm {
	city: string;
	languages: Language[];
	neighbourhoods: ListedNeighbourhood[];
}

/** What was typed, to be shown again; the text of a file stands where the names are typed. */
export interface TypedCity {
	city: string;
	languages: string[];
	neighbourhoods: string;
}

/** Reads the form; a file takes the place of the names that were typed. */
export async function readCityForm(
	form: FormData
): Promise<{ typed: TypedCity } & ({ values: CityForm } | { problems: FormProblems })> {
	const chosen = form.getAll('languages').filter((value) => typeof value === 'string');
	const city = textOf(form, 'city');
	const given = await neighbourhoodsIn(form);
	const list = given === undefined ? tooLarge : readNeighbourhoods(given);
	const rest = readForm(citySchema, { city, languages: chosen });
	const typed = { city, languages: chosen, neighbourhoods: shownAgain(given) };
	if ('values' in rest && 'neighbourhoods' in list) {
		return { typed, values: { ...rest.values, neighbourhoods: list.neighbourhoods } };
	}
	const [problem] = 'problems' in list ? list.problems : [];
	return {
		typed,
		problems: {
			...('problems' in rest && rest.problems),
			...(problem && { neighbourhoods: { ...problem, code: `neighbourhoods.${problem.code}` } })
		}
	};
}

function shownAgain(given: Uint8Array | string | undefined): string {
	if (typeof given === 'string') return given;
	return given && given.length <= longestShown ? new TextDecoder().decode(given) : '';
}

const tooLarge = { problems: [{ code: 'too-large', row: undefined }] };

/** The file's bytes, or what was typed; undefined for a file that is too large to be read. */
async function neighbourhoodsIn(form: FormData): Promise<Uint8Array | string | undefined> {
	const file = form.get('neighbourhoodsFile');
	if (!(file instanceof File) || file.size === 0) return textOf(form, 'neighbourhoods');
	return file.size > largestFile ? undefined : new Uint8Array(await file.arrayBuffer());
}

/** What stands where the form writes: the borders too, which it can bring in a file. */
export async function readWhatStands(db: Database) {
	const { city, languages } = await readSettings(db);
	const places = await db
		.selectFrom('neighbourhoods')
		.select(['id', 'name', sql<string | null>`md5(shape::text)`.as('borders')])
		.where('retired', '=', false)
		.orderBy('position')
		.orderBy('id')
		.execute();
	return { city, languages, places, swaps: await readSwaps(db) };
}

/**
 * Keeps what the form says. A neighbourhood that comes as a bare name which the city knows stays the one that it was,
 * with its id and its shape.
 * @param trx a transaction, so that all of it holds or nothing
 */
export async function keepCity(trx: Database, { neighbourhoods, ...settings }: CityForm) {
	const known = await trx.selectFrom('neighbourhoods').select(['id', 'name', 'shape']).execute();
	const byName = new Map(known.map((place) => [place.name, place]));
	// an id that was only made from the name must not hit a neighbourhood of another name
	const isBare = ({ id, name }: ListedNeighbourhood) => id === placeIdOf(name, new Set());
	const given = new Set(neighbourhoods.filter((place) => !isBare(place)).map(({ id }) => id));
	const taken = new Set([...given, ...known.map(({ id }) => id)]);
	const list = neighbourhoods.map((place): ListedNeighbourhood => {
		if (!isBare(place)) return place;
		const old = byName.get(place.name);
		if (old && !given.has(old.id)) return { shape: old.shape ?? undefined, ...place, id: old.id };
		const id = placeIdOf(place.name, taken);
		taken.add(id);
		return { ...place, id };
	});
	await writeSettings(trx, settings);
	await replaceNeighbourhoods(trx, list);
	await publishCity(trx);
}
