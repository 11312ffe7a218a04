/** The form of a prioritising: its way, how much each person has, its last day, and things in one language or more. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { languages, type Language } from '../domain/language.ts';
import {
	isThing,
	moneySchema,
	pointsSchema,
	usualPoints,
	type ThingTexts
} from '../domain/prioritising.ts';
import { mostThings } from '../domain/priority.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import type { StoredThing } from './prioritising-tables.ts';
import type { PrioritisingForm } from './prioritisings.ts';

/** A thing that staff write: `key` is its id, or `new1` and so on. */
export interface TypedThing {
	key: string;
	texts: ThingTexts;
	cost: string;
	/** Languages whose words stay as they are. */
	fixed: Language[];
}

export interface TypedPrioritising {
	way: 'points' | 'budget';
	points: string;
	sum: string;
	/** Empty where no day is set. */
	until: string;
	/** Ideas that can be things, by the id under which everybody reads them. */
	ideas: { id: string; isTicked: boolean; cost: string }[];
	rows: TypedThing[];
}

type Stored = PrioritisingForm & { openedAt: Date | null };

/** So many empty rows stand behind what is written, as far as they are allowed. */
const emptyRows = 3;

/** The form of one that is there; once it was opened, all that people choose by is fixed. */
export function typedPrioritising(stored: Stored, ideas: readonly string[]): TypedPrioritising {
	const { way, amount, things, openedAt } = stored;
	const chosen = new Map(things.map((thing) => [thing.idea, thing]));
	const own = things.filter(({ idea }) => idea === null);
	const rows = own.map(({ id, texts, cost }): TypedThing => ({
		...{ key: id, texts, cost: String(cost ?? '') },
		fixed: openedAt ? (Object.keys(texts) as Language[]) : []
	}));
	const many = openedAt ? 0 : Math.min(mostThings - own.length, emptyRows);
	const all = new Set([...things.flatMap(({ idea }) => idea ?? []), ...ideas]);
	return {
		...{ way, until: stored.until ?? '' },
		points: String(way === 'points' ? amount : usualPoints),
		sum: way === 'budget' ? String(amount) : '',
		ideas: [...all].map((id) => {
			return { id, isTicked: chosen.has(id), cost: String(chosen.get(id)?.cost ?? '') };
		}),
		rows: [...rows, ...Array.from({ length: Math.max(0, many) }, (_, at) => newRow(`new${at + 1}`))]
	};
}

function newRow(key: string): TypedThing {
	return { key, texts: {}, cost: '', fixed: [] };
}

/** Reads the form over what is stored. A thing whose words are all gone is none. */
export function readPrioritisingForm(
	form: FormData,
	stored: Stored,
	ideas: readonly string[]
): { typed: TypedPrioritising } & ({ values: PrioritisingForm } | { problems: FormProblems }) {
	const problems: FormProblems = {};
	const typed = readTyped(form, typedPrioritising(stored, ideas));
	const { way, until } = typed;
	if (until && !isDay(until)) problems['until'] = { code: 'challenge-until' };
	const field = way === 'points' ? 'points' : 'sum';
	const amount = numberIn(typed[field]);
	if (!v.is(way === 'points' ? pointsSchema : moneySchema, amount))
		problems[field] = { code: `priority-${field}` };
	const costOf = (key: string, text: string) => {
		if (way === 'points') return null;
		const cost = numberIn(text);
		if (!v.is(moneySchema, cost) || cost > amount)
			problems[`cost-${key}`] = { code: 'priority-cost' };
		return cost;
	};
	const known = new Map(stored.things.map((thing) => [thing.idea ?? thing.id, thing.id]));
	const newId = () => `t${randomBytes(4).toString('hex')}`;
	const chosen = typed.ideas.flatMap(({ id, isTicked, cost }): StoredThing[] =>
		isTicked ? [{ id: known.get(id) ?? newId(), idea: id, texts: {}, cost: costOf(id, cost) }] : []
	);
	const own = typed.rows.flatMap(({ key, texts, cost }): StoredThing[] => {
		const written = Object.entries(texts);
		for (const [lang, text] of written)
			if (!isThing(text)) problems[`text-${key}-${lang}`] = { code: 'round-statement' };
		if (written.length === 0) return [];
		return [{ id: known.get(key) ?? newId(), idea: null, texts, cost: costOf(key, cost) }];
	});
	const things = [...chosen, ...own];
	if (things.length > mostThings) problems['way'] = { code: 'priority-many' };
	if (Object.keys(problems).length > 0) return { typed, problems };
	return { typed, values: { way, amount, until: until || null, things } };
}

/** What stands in the form; a field that it does not have is as it is stored. */
function readTyped(form: FormData, before: TypedPrioritising): TypedPrioritising {
	const isFixed = !form.has('way');
	const read = (name: string, known: string) =>
		form.has(name) ? textOf(form, name).trim() : known;
	const there = before.rows.filter(({ key }) => !/^new\d+$/.test(key));
	const fresh = Array.from({ length: mostThings }, (_, at) => `new${at + 1}`)
		.filter((key) => languages.some((lang) => form.has(`text-${key}-${lang}`)))
		.map(newRow);
	const rows = [...there, ...fresh].map((row): TypedThing => {
		const texts: ThingTexts = {};
		for (const lang of languages) {
			const name = `text-${row.key}-${lang}`;
			const isKept = row.fixed.includes(lang) || !form.has(name);
			const text = isKept ? row.texts[lang] : tidyWords(textOf(form, name));
			if (text !== undefined && !isBlank(text)) texts[lang] = text;
		}
		return { ...row, texts, cost: read(`cost-${row.key}`, row.cost) };
	});
	return {
		way: isFixed ? before.way : textOf(form, 'way') === 'budget' ? 'budget' : 'points',
		points: read('points', before.points),
		sum: read('sum', before.sum),
		until: read('until', before.until),
		ideas: before.ideas.map(({ id, isTicked, cost }) => ({
			id,
			isTicked: isFixed ? isTicked : form.has(`idea-${id}`),
			cost: read(`cost-${id}`, cost)
		})),
		rows
	};
}

/** A whole number, also as people group its digits: 12000, 12.000, 12 000; NaN for all else. */
function numberIn(text: string): number {
	const isNumber = /^(\d{1,12}|\d{1,3}([.,\s]\d{3}){1,3})$/.test(text);
	return isNumber ? Number(text.replace(/\D/g, '')) : NaN;
}

function isDay(day: string): boolean {
	return /^20\d\d-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}
