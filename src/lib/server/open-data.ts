/** Results that everybody may have as a file, without signing in: the numbers of their page, the same ones hidden. */
import { error } from '@sveltejs/kit';
import { csvOf } from '../domain/csv.ts';
import type { Language } from '../domain/language.ts';
import { city } from './city.ts';
import {
	prioritisingLines,
	publishedPrioritising,
	showPrioritising
} from './published-prioritisings.ts';
import { publishedRound, roundLines, showRound } from './published-rounds.ts';
import { readSettings } from './settings.ts';

type Form = 'csv' | 'json';
type Lines = (string | number | null)[][];

/** The results of a round. @throws 404 where everybody reads no such round */
export async function roundFile(
	{ lang, challenge, round: id }: { lang: string; challenge: string; round: string },
	form: Form
): Promise<Response> {
	const { db } = city();
	const round = await publishedRound(db, { challenge, id });
	if (!round) error(404);
	const { languages } = await readSettings(db);
	const shown = showRound(round, lang as Language, languages, new Date());
	const { people = null, groups = [] } = round.results ?? {};
	const about = { challenge, round: id, people, groups };
	return fileOf(`plaza-round-${id}`, form, about, roundLines(shown));
}

/** The results of a prioritising. @throws 404 where everybody reads no such one */
export async function prioritisingFile(
	{ lang, challenge, priority: id }: { lang: string; challenge: string; priority: string },
	form: Form
): Promise<Response> {
	const { db } = city();
	const prioritising = await publishedPrioritising(db, { challenge, id });
	if (!prioritising) error(404);
	const { languages } = await readSettings(db);
	const shown = showPrioritising(prioritising, lang as Language, languages, new Date());
	const { way, amount, results } = prioritising;
	const about = { challenge, prioritising: id, way, amount, people: results?.people ?? null };
	return fileOf(`plaza-priority-${id}`, form, about, prioritisingLines(shown));
}

/** As CSV the lines; as JSON what they are about, and each line under the names of its columns. */
function fileOf(name: string, form: Form, about: object, lines: Lines): Response {
	const [columns = [], ...rest] = lines;
	const rows = rest.map((line) => Object.fromEntries(line.map((cell, at) => [columns[at], cell])));
	return new Response(form === 'csv' ? csvOf(lines) : JSON.stringify({ ...about, rows }, null, 1), {
		headers: {
			'content-type': form === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
			'content-disposition': `attachment; filename="${name}.${form}"`,
			'cache-control': 'no-cache'
		}
	});
}
