/** The form of a round: its last day, and statements in one language or more. */
import { randomBytes } from 'node:crypto';
import { languages, type Language } from '../domain/language.ts';
import { isStatement, mostStatements, type StatementTexts } from '../domain/round.ts';
import { isBlank, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';
import type { StoredStatement } from './round-tables.ts';
import type { RoundForm } from './rounds.ts';

/** A row of the form: `key` is a statement's id, or `new1` and so on. */
export interface TypedStatement {
	key: string;
	texts: StatementTexts;
	isHidden: boolean;
	/** Languages whose words stay as they are. */
	fixed: Language[];
}

export interface TypedRound {
	/** Empty where no day is set. */
	until: string;
	rows: TypedStatement[];
}

/** So many empty rows stand behind what is written, as far as they are allowed. */
const emptyRows = 3;

/** The form of a round that is there; once it was opened, words that everybody could read are fixed. */
export function typedRound(round: RoundForm & { openedAt: Date | null }): TypedRound {
	const rows = round.statements.map(({ id, texts, isHidden }) => ({
		...{ key: id, texts, isHidden },
		fixed: round.openedAt ? (Object.keys(texts) as Language[]) : []
	}));
	const asked = rows.filter(({ isHidden }) => !isHidden).length;
	return { until: round.until ?? '', rows: [...rows, ...newRows(rows.length, asked)] };
}

function newRows(there: number, asked: number): TypedStatement[] {
	const many = Math.min(mostStatements - asked, Math.max(emptyRows, 5 - there));
	return Array.from({ length: Math.max(0, many) }, (_, at) => ({
		...{ key: `new${at + 1}`, texts: {}, isHidden: false, fixed: [] }
	}));
}

/** Reads the form over what is stored. A row whose words are all gone is none. */
export function readRoundForm(
	form: FormData,
	stored: RoundForm & { openedAt: Date | null }
): { typed: TypedRound } & ({ values: RoundForm } | { problems: FormProblems }) {
	const problems: FormProblems = {};
	const until = textOf(form, 'until');
	if (until && !isDay(until)) problems['until'] = { code: 'challenge-until' };
	const known = typedRound(stored).rows.filter(({ key }) => !/^new\d+$/.test(key));
	const fresh = Array.from({ length: mostStatements }, (_, at) => `new${at + 1}`)
		.filter((key) => languages.some((lang) => form.has(`text-${key}-${lang}`)))
		.map((key): TypedStatement => ({ key, texts: {}, isHidden: false, fixed: [] }));
	const rows = [...known, ...fresh].map((row): TypedStatement => {
		const texts: StatementTexts = {};
		for (const lang of languages) {
			const name = `text-${row.key}-${lang}`;
			const isFixed = row.fixed.includes(lang) || !form.has(name);
			const text = isFixed ? row.texts[lang] : tidyWords(textOf(form, name));
			if (text === undefined || isBlank(text)) continue;
			texts[lang] = text;
			if (!isStatement(text)) problems[name] = { code: 'round-statement' };
		}
		return { ...row, texts, isHidden: form.has(`hide-${row.key}`) };
	});
	const statements = rows.flatMap(({ key, texts, isHidden }): StoredStatement[] => {
		if (Object.keys(texts).length === 0) return [];
		const id = key.startsWith('new') ? `s${randomBytes(4).toString('hex')}` : key;
		return [{ id, texts, isHidden }];
	});
	const typed = { until, rows };
	if (statements.filter(({ isHidden }) => !isHidden).length > mostStatements) {
		problems[`text-${rows[0]?.key}-${languages[0]}`] ??= { code: 'round-many' };
	}
	if (Object.keys(problems).length > 0) return { typed, problems };
	return { typed, values: { until: until || null, statements } };
}

function isDay(day: string): boolean {
	return /^20\d\d-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}
