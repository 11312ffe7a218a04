/** Reads a list of neighbourhoods as a person gives it: lines that she typed, CSV, or GeoJSON. */
import * as v from 'valibot';
import { neighbourhoodSchema, placeIdOf, type Neighbourhood } from '../domain/neighbourhood.ts';
import { placeSchema } from '../domain/need.ts';
import { readGeoJson } from './neighbourhood-geojson.ts';
import { readTable } from './neighbourhood-table.ts';

/** A neighbourhood with its GeoJSON geometry, where the list has one. */
export interface ListedNeighbourhood extends Neighbourhood {
	shape?: unknown;
}

/** What can be wrong with a list. `row` counts from 1, as a person counts lines or features. */
export const listProblems = [
	'empty',
	'encoding',
	'broken-json',
	'broken-quote',
	'no-features',
	'no-polygons',
	'projection',
	'crossing',
	'no-name',
	'long-name',
	'same-name',
	'too-many'
] as const;

export interface ListProblem {
	code: (typeof listProblems)[number];
	row?: number;
}

/** One entry before it is checked; `id` is what the list itself calls it. */
export interface ListEntry {
	row: number;
	name: string;
	id?: string;
	shape?: unknown;
}

/** The most neighbourhoods that a person could choose from. */
const mostNeighbourhoods = 2000;

/**
 * The neighbourhoods in a text or file, or all that is wrong with it. Ids come from the list where it has some, else from
 * the names, so that the same list gives the same ids again.
 */
export function readNeighbourhoods(
	given: string | Uint8Array
): { neighbourhoods: ListedNeighbourhood[] } | { problems: ListProblem[] } {
	const text = typeof given === 'string' ? given : decode(given);
	if (text === undefined || text.includes('\ufffd') || text.includes('\u0000')) {
		return { problems: [{ code: 'encoding' }] };
	}
	const trimmed = text.replace(/^\ufeff/, '').trim();
	if (trimmed === '') return { problems: [{ code: 'empty' }] };
	const entries = /^[{[]/.test(trimmed) ? readGeoJson(trimmed) : readTable(trimmed);
	if (!Array.isArray(entries)) return { problems: [entries] };
	if (entries.length === 0) return { problems: [{ code: 'empty' }] };
	if (entries.length > mostNeighbourhoods) return { problems: [{ code: 'too-many' }] };
	return checkEntries(entries);
}

function decode(bytes: Uint8Array): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

function checkEntries(
	entries: ListEntry[]
): { neighbourhoods: ListedNeighbourhood[] } | { problems: ListProblem[] } {
	const problems: ListProblem[] = [];
	const neighbourhoods: ListedNeighbourhood[] = [];
	const ids = new Set<string>();
	const names = new Set<string>();
	for (const { row, name, id, shape } of entries) {
		const own = v.is(placeSchema, id) && !ids.has(id) ? id : placeIdOf(name, ids);
		const read = v.safeParse(neighbourhoodSchema, { id: own, name });
		if (!read.success) {
			problems.push({ code: name.trim() === '' ? 'no-name' : 'long-name', row });
		} else if (names.has(read.output.name)) {
			problems.push({ code: 'same-name', row });
		} else {
			ids.add(own);
			names.add(read.output.name);
			neighbourhoods.push({ ...read.output, ...(shape !== undefined && { shape }) });
		}
	}
	return problems.length > 0 ? { problems } : { neighbourhoods };
}
