/**
 * The form of a survey as it was posted: the words of one language, and what is the same in all. Each button keeps what was
 * typed, and then does what it says.
 */
import { randomBytes } from 'node:crypto';
import { isLanguage, type Language } from '../domain/language.ts';
import {
	most,
	pictures,
	questionKinds,
	type Option,
	type Question,
	type Survey,
	type Target,
	type Texts
} from '../domain/survey.ts';
import {
	emptyQuestion,
	moveQuestion,
	withOption,
	withoutOption,
	withoutQuestion,
	withQuestion
} from '../domain/survey-edit.ts';
import { isBlank, lengthOf, tidyWords } from '../domain/words.ts';
import { textOf, type FormProblems } from './form-problems.ts';

/** What was typed over a survey, whether or not all of it can be kept. */
export interface ReadSurvey {
	survey: Survey;
	/** The language whose words these are. */
	lang: Language;
	problems: FormProblems;
}

/** Reads the words and choices of the form into a survey; questions and options that it does not name stay as they are. */
export function readSurveyForm(base: Survey, form: FormData): ReadSurvey {
	const asked = textOf(form, 'in');
	const lang = isLanguage(asked) ? asked : 'en';
	const problems: FormProblems = {};
	const words = (name: string, texts: Texts, longest: number): Texts => {
		if (!form.has(name)) return texts;
		const text = tidyWords(textOf(form, name)).replaceAll(/\s+/g, ' ');
		if (lengthOf(text) > longest) problems[name] = { code: 'survey-long' };
		const others = Object.entries(texts).filter(([each]) => each !== lang);
		return Object.fromEntries(isBlank(text) ? others : [...others, [lang, text]]);
	};
	const readOption = (question: string, option: Option): Option => {
		const name = `${question}.${option.id}`;
		const picture = pictures.find((each) => each === textOf(form, `picture-${name}`));
		const texts = words(`option-${name}`, option.texts, most.option);
		return { id: option.id, texts, ...(picture && { picture }), ...nextIn(form, name) };
	};
	const questions = base.questions.map((question): Question => {
		const { id } = question;
		const texts = words(`text-${id}`, question.texts, most.question);
		if (!form.has(`text-${id}`)) return question;
		const asking = { id, texts, required: form.has(`required-${id}`), ...nextIn(form, id) };
		if (question.kind === 'one' || question.kind === 'many') {
			const options = question.options.map((option) => readOption(id, option));
			return { ...asking, kind: question.kind, options };
		}
		if (question.kind !== 'number') return { ...asking, kind: question.kind };
		const bounds = { least: bound(form, `least-${id}`), most: bound(form, `most-${id}`) };
		for (const [name, value] of Object.entries(bounds))
			if (value === undefined) problems[`${name}-${id}`] = { code: 'survey-bound' };
		const { least = question.least, most: highest = question.most } = bounds;
		return { ...asking, kind: 'number', least, most: highest };
	});
	const title = words('title', base.title, most.title);
	const intro = words('intro', base.intro, most.intro);
	return { survey: { ...base, title, intro, questions }, lang, problems };
}

function nextIn(form: FormData, name: string): { next?: string } {
	const next = textOf(form, `next-${name}`);
	return /^[a-z0-9][a-z0-9-]{0,39}$/.test(next) ? { next } : {};
}

function bound(form: FormData, name: string): number | undefined {
	const typed = textOf(form, name).trim();
	const value = Number(typed);
	return /^-?\d{1,7}$/.test(typed) && Math.abs(value) <= 1_000_000 ? value : undefined;
}

/** Does what a button says; a name that no button has does nothing. */
export function doInSurvey(survey: Survey, deed: string, form: FormData): Survey {
	const [what = '', of = ''] = deed.split(':');
	const [question = '', option = ''] = of.split('.');
	const newId = (letter: string) => `${letter}${randomBytes(4).toString('hex')}`;
	switch (what) {
		case 'add': {
			const kind = questionKinds.find((each) => each === textOf(form, 'kind'));
			const isFull = survey.questions.length >= most.questions;
			return kind && !isFull
				? withQuestion(survey, addable(emptyQuestion(kind, newId('q'))))
				: survey;
		}
		case 'up':
			return moveQuestion(survey, question, -1);
		case 'down':
			return moveQuestion(survey, question, 1);
		case 'remove':
			return withoutQuestion(survey, question);
		case 'option': {
			const asked = survey.questions.find(({ id }) => id === question);
			const isFull = !asked || !('options' in asked) || asked.options.length >= most.options;
			return isFull ? survey : withOption(survey, question, newId('o'));
		}
		case 'unoption':
			return withoutOption(survey, question, option);
		default:
			return survey;
	}

	/** A choice begins with two options, because with fewer there is none. */
	function addable(question: Question): Question {
		if (!('options' in question)) return question;
		return { ...question, options: [0, 1].map(() => ({ id: newId('o'), texts: {} })) };
	}
}

/** Whom it asks, as the form names it; `labs` and `sessions` are those that may be chosen. Everybody for anything else. */
export function readTarget(
	named: string,
	labs: readonly { id: string }[],
	sessions: readonly { id: string; lab: string; starts_at: Date; ends_at: Date }[]
): Target {
	const [kind, id] = named.split(':');
	const lab = labs.find((each) => each.id === id);
	if (kind === 'lab' && lab) return { kind, lab: lab.id };
	const session = sessions.find((each) => each.id === id);
	if (kind !== 'session' || !session) return { kind: 'all' };
	const [startsAt, endsAt] = [session.starts_at.toISOString(), session.ends_at.toISOString()];
	return { kind, lab: session.lab, session: session.id, startsAt, endsAt };
}

/** The same, as the form names it. */
export function nameOfTarget(target: Target): string {
	if (target.kind === 'all') return 'all';
	return target.kind === 'lab' ? `lab:${target.lab}` : `session:${target.session}`;
}
