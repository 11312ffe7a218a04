/** What people answered to a survey, as staff may see it: counts that tell of nobody, and words for who may read them. */
import {
	faces,
	optionsOf,
	type Option,
	type Question,
	type Survey,
	type Texts
} from '../domain/survey.ts';
import type { Answers, AnswerValue } from '../domain/survey-answer.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { Database } from './database.ts';
import { spokenFiles } from './spoken.ts';

/** How many chose one thing; null under five. `isGone`: it was asked before, and is not any more. */
export interface ResultRow {
	key: string;
	/** The words of an option; absent for a face, a place, or a band of numbers, which `key` names. */
	texts?: Texts;
	isGone: boolean;
	count: number | null;
}

export interface QuestionResult {
	id: string;
	kind: Question['kind'];
	texts: Texts;
	/** Was it asked before, and is not any more? */
	isGone: boolean;
	/** How many answered it, and how many said that they do not know; null under five. */
	answered: number | null;
	unknown: number | null;
	rows: ResultRow[];
	/** What people wrote, in no order that tells who; only for who may read it. */
	words: string[];
	/** How many answered it by voice; null under five. */
	spoken: number | null;
	/** The files of what they said, in no order that tells who; only for who may read it. */
	voices: string[];
}

export interface SurveyResults {
	/** How many people answered; null under five. */
	people: number | null;
	/** How many of them arrived after the end; null under five. */
	late: number | null;
	/** In the order of the survey, those that are gone behind. */
	questions: QuestionResult[];
}

/**
 * What was answered to all wordings of a survey, put together by the ids of questions and options. Each count is rounded by
 * itself, so that no other one gives it away.
 * @param mayRead may words that people wrote be read?
 */
export async function readResults(
	db: Database,
	id: string,
	{ mayRead, endedAt }: { mayRead: boolean; endedAt: Date | null }
): Promise<SurveyResults> {
	const [revisions, given, heard] = await Promise.all([
		db
			.selectFrom('survey_revisions')
			.select('content')
			.where('survey', '=', id)
			.orderBy('revision', 'desc')
			.execute(),
		db
			.selectFrom('survey_answers')
			.select(['answers', 'spoken', 'received_at'])
			.where('survey', '=', id)
			// made by chance, so the order says nothing
			.orderBy('by_hash')
			.execute(),
		mayRead ? spokenFiles(db, id) : new Map<string, string[]>()
	]);
	const late = given.filter(({ received_at }) => endedAt && received_at > endedAt).length;
	const questions = everAsked(revisions.map(({ content }) => content));
	return {
		people: shownCount(given.length),
		late: shownCount(late),
		questions: questions.map((each) => resultOf(each, given, mayRead, heard))
	};
}

/** A question with every option that it ever had, those of the newest wording first. */
interface EverAsked {
	question: Question;
	isGone: boolean;
	options: { option: Option; isGone: boolean }[];
}

function everAsked(surveys: Survey[]): EverAsked[] {
	const all = new Map<string, EverAsked>();
	surveys.forEach((survey, age) => {
		for (const question of survey.questions) {
			// under the same id another kind of question is another one
			const key = `${question.id} ${question.kind}`;
			const known = all.get(key) ?? { question, isGone: age > 0, options: [] };
			known.question = withBounds(known.question, question);
			const isGone = age > 0;
			const there = new Set(known.options.map(({ option }) => option.id));
			const more = optionsOf(question).filter(({ id }) => !there.has(id));
			known.options.push(...more.map((option) => ({ option, isGone })));
			all.set(key, known);
		}
	});
	return [...all.values()];
}

/** Numbers that were asked with other bounds lie in the bands, too. */
function withBounds(newer: Question, older: Question): Question {
	if (newer.kind !== 'number' || older.kind !== 'number') return newer;
	const [least, most] = [Math.min(newer.least, older.least), Math.max(newer.most, older.most)];
	return { ...newer, least, most };
}

function resultOf(
	{ question, isGone, options }: EverAsked,
	given: { answers: Answers; spoken: string[] }[],
	mayRead: boolean,
	heard: Map<string, string[]>
): QuestionResult {
	const bySpeaking = given.filter(
		({ spoken }) => question.kind === 'text' && spoken.includes(question.id)
	);
	const alone = bySpeaking.filter(({ answers }) => typeof answers[question.id] !== 'string');
	const said = given.flatMap(({ answers: each }) => {
		const value = each[question.id];
		return value !== undefined && (value === null || isOfKind(question, value)) ? [value] : [];
	});
	const values = said.filter((value) => value !== null);
	const count = (fits: (value: NonNullable<AnswerValue>) => boolean) =>
		shownCount(values.filter(fits).length);
	const { id, kind, texts } = question;
	return {
		...{ id, kind, texts, isGone },
		answered: shownCount(values.length + alone.length),
		unknown: shownCount(said.length - values.length),
		rows: rowsOf(question, options, values, count),
		words:
			kind === 'text' && mayRead
				? values.filter((value): value is string => typeof value === 'string' && value !== '')
				: [],
		spoken: shownCount(bySpeaking.length),
		voices: kind === 'text' ? (heard.get(id) ?? []) : []
	};
}

function isOfKind({ kind }: Question, value: NonNullable<AnswerValue>): boolean {
	if (kind === 'many') return Array.isArray(value);
	if (kind === 'scale' || kind === 'number') return typeof value === 'number';
	return typeof value === 'string';
}

type Count = (fits: (value: NonNullable<AnswerValue>) => boolean) => number | null;

function rowsOf(
	question: Question,
	options: EverAsked['options'],
	values: NonNullable<AnswerValue>[],
	count: Count
): ResultRow[] {
	if (question.kind === 'one' || question.kind === 'many') {
		return options.map(({ option: { id, texts }, isGone }) => ({
			...{ key: id, texts, isGone },
			count: count((value) => (Array.isArray(value) ? value.includes(id) : value === id))
		}));
	}
	if (question.kind === 'scale') {
		return faces.map((face) => ({
			...{ key: String(face), isGone: false },
			count: count((value) => value === face)
		}));
	}
	if (question.kind === 'number') {
		return bandsOf(question.least, question.most).map(([from, to]) => ({
			...{ key: `${from}–${to}`, isGone: false },
			count: count((value) => (value as number) >= from && (value as number) <= to)
		}));
	}
	if (question.kind === 'text') return [];
	// a place that too few named is not even listed: its name would tell that somebody lives there
	const places = [...new Set(values.map(String))].sort();
	return places
		.map((place) => ({ key: place, isGone: false, count: count((value) => value === place) }))
		.filter((row) => row.count !== null);
}

const mostBands = 5;

/** Bands of whole numbers that lie beside each other. */
function bandsOf(least: number, most: number): [number, number][] {
	const width = Math.ceil((most - least + 1) / mostBands);
	const starts = Array.from({ length: mostBands }, (_, at) => least + at * width);
	return starts
		.filter((from) => from <= most)
		.map((from) => [from, Math.min(most, from + width - 1)]);
}
