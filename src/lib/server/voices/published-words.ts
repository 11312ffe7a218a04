/** The sentences of what the city says to everybody, by language, as it stands now: read once, then only what changed. */
import { isLanguage, localeOf, type Language } from '../../domain/language.ts';
import { nameOfSentence, piecesOf, sentencesIn } from '../../domain/sentence.ts';
import { lastChange } from '../changes.ts';
import type { Database } from '../database.ts';

/** Sentences by the names of their sounds; what changed last stands last. */
export type NamedSentences = ReadonlyMap<string, string>;

interface Texts {
	in: Partial<Record<Language, string[]>>;
	/** The first days of the months that it names. */
	months: number[];
}

interface Known {
	/** The number of the last change that is in it. */
	upTo: string;
	/** By publication. */
	texts: Map<string, Texts>;
	named: Map<Language, NamedSentences>;
}

const known = new WeakMap<Database, Known>();

/** What can be heard of the publications in a language. What was taken back is not among it. */
export async function publishedSentences(db: Database, lang: Language): Promise<NamedSentences> {
	const { texts, named } = await readChanges(db);
	const there = named.get(lang);
	if (there) return there;
	const all = [...texts.values()];
	const months = new Set(all.flatMap((each) => each.months));
	const sentences = all.flatMap((each) => each.in[lang] ?? []).flatMap(sentencesIn);
	const fresh = new Map(
		[...sentences, ...piecesOfMonths(lang, months)].map((each) => [nameOfSentence(each), each])
	);
	named.set(lang, fresh);
	return fresh;
}

async function readChanges(db: Database): Promise<Known> {
	const last = await lastChange(db);
	const there = known.get(db);
	if (there?.upTo === last) return there;
	const rows = await db
		.selectFrom('publications')
		.select(['id', 'body'])
		.where('change_seq', '>', there?.upTo ?? '0')
		.where('change_seq', '<=', last)
		.orderBy('change_seq')
		.execute();
	const texts = new Map(there?.texts);
	for (const { id, body } of rows) {
		texts.delete(id);
		if (body !== null) texts.set(id, textsIn(body));
	}
	const fresh = {
		upTo: last,
		texts,
		named: rows.length > 0 ? new Map() : (there?.named ?? new Map())
	};
	known.set(db, fresh);
	return fresh;
}

/** Words stand under their language wherever they stand; sounds do, too, and are none. */
function textsIn(body: unknown): Texts {
	const texts: Texts = { in: {}, months: [] };
	const look = (value: unknown, lang?: Language): void => {
		if (typeof value === 'string') {
			const [, year, month] = /^(\d{4})-(\d\d)-\d\d(T|$)/.exec(value) ?? [];
			if (lang) (texts.in[lang] ??= []).push(value);
			else if (year) texts.months.push(Date.UTC(Number(year), Number(month) - 1));
		}
		if (typeof value !== 'object' || value === null) return;
		for (const [name, each] of Object.entries(value)) {
			if (name !== 'voices') look(each, isLanguage(name) ? name : lang);
		}
	};
	look(body);
	return texts;
}

/** What stands around the day in a date that is written out; the days themselves every phone can say. */
function piecesOfMonths(lang: Language, months: ReadonlySet<number>): string[] {
	const dates = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return [...months]
		.flatMap((month) => piecesOf(dates.format(month)))
		.filter((piece) => piece !== '1');
}
