// A survey leads whoever answers forward and to its end, and an answer counts only where it fits what she was asked.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { languages } from '../../src/lib/domain/language.ts';
import {
	end,
	inOneLanguage,
	missingIn,
	mistakesIn,
	surveySchema,
	type Question,
	type Survey,
	type Target
} from '../../src/lib/domain/survey.ts';
import {
	isAnswerTo,
	isAsked,
	onTheWay,
	pathOf,
	unfitAnswer,
	type Answers,
	type AnswerValue
} from '../../src/lib/domain/survey-answer.ts';
import { moveQuestion, withoutQuestion } from '../../src/lib/domain/survey-edit.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { surveyFrom } from '../../src/lib/server/survey-templates.ts';

const en = (text: string) => ({ en: text });
const option = (id: string, next?: string) => ({ id, texts: en(id), ...(next && { next }) });

/** Do you have internet? Whoever has it is asked how good it is; whoever has not, why; then both where they live. */
const internet: Survey = {
	title: en('Internet'),
	intro: en('Three questions.'),
	questions: [
		{
			...{ id: 'have', kind: 'one', texts: en('Do you have internet?'), required: true },
			options: [option('yes'), option('no', 'why'), option('later', end)]
		},
		{ id: 'good', kind: 'scale', texts: en('How is it?'), required: false, next: 'where' },
		{ id: 'why', kind: 'text', texts: en('Why not?'), required: false },
		{ id: 'where', kind: 'place', texts: en('Where do you live?'), required: false }
	]
};

const idsOf = (answers: Answers, survey = internet) => pathOf(survey, answers).map(({ id }) => id);

describe('the way through a survey', () => {
	it('is that of the option that was chosen', () => {
		expect(idsOf({})).toEqual(['have', 'good', 'where']);
		expect(idsOf({ have: 'yes' })).toEqual(['have', 'good', 'where']);
		expect(idsOf({ have: 'no' })).toEqual(['have', 'why', 'where']);
		expect(idsOf({ have: 'later' })).toEqual(['have']);
	});

	it('leaves behind what was answered before a change of mind', () => {
		const answers = { have: 'no', good: 4, why: 'It costs too much', where: 'centro' };
		expect(onTheWay(internet, answers)).toEqual({
			...{ have: 'no', why: 'It costs too much', where: 'centro' }
		});
		expect(unfitAnswer(internet, answers)).toBe('good');
		expect(unfitAnswer(internet, onTheWay(internet, answers))).toBeUndefined();
	});

	it('never goes back, whatever a survey says', () => {
		const [have, ...others] = internet.questions as [Question, ...Question[]];
		const circle = { ...internet, questions: [{ ...have, next: 'have' }, ...others] };
		expect(idsOf({}, circle)).toEqual(['have', 'good', 'where']);
		expect(mistakesIn(circle)).toEqual([{ code: 'goes-back', question: 1 }]);
	});
});

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const nextIds = fc.option(fc.constantFrom(...ids, end, 'nowhere'), { nil: undefined });
const anOption = fc.record({ id: fc.constantFrom('x', 'y', 'z'), next: nextIds });
const aQuestion = fc.record({
	kind: fc.constantFrom('one', 'many', 'scale', 'number', 'text', 'place'),
	required: fc.boolean(),
	next: nextIds,
	options: fc.uniqueArray(anOption, { selector: ({ id }) => id, minLength: 2, maxLength: 3 })
});
const without = <T extends { next: string | undefined }>({ next, ...rest }: T) =>
	next === undefined ? rest : { ...rest, next };
const aSurvey = fc.array(aQuestion, { minLength: 1, maxLength: ids.length }).map((questions) =>
	v.parse(surveySchema, {
		title: en('A survey'),
		intro: en('Some questions.'),
		questions: questions.map(({ kind, options, ...asked }, at) => ({
			...{ ...without(asked), id: ids[at], kind, texts: en('What?') },
			...(kind === 'number' && { least: 0, most: 9 }),
			...(['one', 'many'].includes(kind) && {
				options: options.map((each) => ({ ...without(each), texts: en(each.id) }))
			})
		}))
	})
);
const aValue: fc.Arbitrary<AnswerValue> = fc.oneof(
	fc.constantFrom('x', 'y', 'z', '', 'q', 'centro'),
	fc.array(fc.constantFrom('x', 'y', 'z', 'q'), { maxLength: 3 }),
	fc.integer({ min: -2, max: 12 }),
	fc.constant(null)
);
const someAnswers = fc.dictionary(fc.constantFrom(...ids), aValue);

describe('whatever a survey asks and whatever is answered', () => {
	it('the way is finite, goes forward only, and begins with the first question', () => {
		fc.assert(
			fc.property(aSurvey, someAnswers, (survey, answers) => {
				const places = pathOf(survey, answers).map((each) => survey.questions.indexOf(each));
				expect(places[0]).toBe(0);
				expect(places.every((place, at) => at === 0 || place > (places[at - 1] ?? 0))).toBe(true);
			})
		);
	});

	it('what is taken answers every question on its way that wants an answer, and no other', () => {
		fc.assert(
			fc.property(aSurvey, someAnswers, (survey, answers) => {
				if (unfitAnswer(survey, answers) !== undefined) return;
				const path = pathOf(survey, answers);
				const wanted = path.filter(({ required }) => required);
				expect(wanted.every((each) => isAnswerTo(each, answers[each.id]))).toBe(true);
				expect(Object.keys(answers).every((id) => path.some((each) => each.id === id))).toBe(true);
			}),
			{ numRuns: 1000 }
		);
	});

	it('what staff move or take out leaves a survey that can be kept', () => {
		fc.assert(
			fc.property(aSurvey, fc.constantFrom(...ids), fc.boolean(), (survey, id, up) => {
				for (const changed of [moveQuestion(survey, id, up ? -1 : 1), withoutQuestion(survey, id)])
					expect(v.safeParse(surveySchema, changed).success).toBe(true);
				const left = JSON.stringify(withoutQuestion(survey, id));
				expect(left).not.toContain(`"next":"${id}"`);
			})
		);
	});
});

const asked = (kind: string, more = {}) =>
	v.parse(surveySchema, {
		...internet,
		questions: [{ id: 'q', kind, texts: en('What?'), required: false, ...more }]
	}).questions[0] as Question;
const options = [option('x'), option('y')];

describe('an answer', () => {
	const cases: [string, Question, AnswerValue[], AnswerValue[]][] = [
		['to choose one', asked('one', { options }), ['x', 'y', null], ['z', ['x'], 1]],
		[
			'to choose many',
			asked('many', { options }),
			[['x'], ['y', 'x']],
			[[], ['x', 'x'], ['z'], 'x']
		],
		['of a face', asked('scale'), [1, 5], [0, 6, 2.5, '3']],
		['in numbers', asked('number', { least: 0, most: 9 }), [0, 9], [-1, 10, 1.5, '4']],
		['in words', asked('text'), ['Hola'], ['', ' ', 'a'.repeat(501)]],
		['of a place', asked('place'), ['centro'], ['No such place!', 7]]
	];
	it.each(cases)('%s fits what was asked, or is none', (_, question, good, none) => {
		for (const value of good) expect([value, isAnswerTo(question, value)]).toEqual([value, true]);
		for (const value of none) expect([value, isAnswerTo(question, value)]).toEqual([value, false]);
	});

	it('may be that she does not know, unless one is wanted', () => {
		expect(isAnswerTo(asked('text'), null)).toBe(true);
		expect(isAnswerTo(asked('text', { required: true }), null)).toBe(false);
		expect(isAnswerTo(asked('text'), undefined)).toBe(false);
	});
});

describe('what staff write', () => {
	it('says what is missing in each language, and is shown in one that is whole', () => {
		const half = { ...internet, title: { en: 'Internet', es: 'Internet' } };
		expect(missingIn(half)).toMatchObject({ en: 0, es: 8, ar: 9 });
		expect(inOneLanguage(half, ['es'])?.lang).toBe('en');
		expect(inOneLanguage({ ...internet, title: {} }, ['en'])).toBeUndefined();
	});

	it('cannot be published without questions, with one option, with bounds the wrong way round, or half written', () => {
		const empty = { title: {}, intro: {}, questions: [] };
		expect(mistakesIn(empty).map(({ code }) => code)).toEqual(['no-question', 'no-language']);
		const one = { ...internet, questions: [asked('one', { options: [option('x')] })] };
		expect(mistakesIn(one)).toEqual([{ code: 'few-options', question: 1 }]);
		const bounds = { ...internet, questions: [asked('number', { least: 5, most: 5 })] };
		expect(mistakesIn(bounds)).toEqual([{ code: 'bounds', question: 1 }]);
		expect(mistakesIn(internet)).toEqual([]);
	});
});

it('the Digital City Factsheet is whole in all eight languages, and can be asked as it is', () => {
	const factsheet = surveyFrom('factsheet');
	expect(mistakesIn(factsheet)).toEqual([]);
	expect(missingIn(factsheet)).toEqual(Object.fromEntries(languages.map((lang) => [lang, 0])));
	expect(factsheet.views?.map(({ questions }) => questions)).toEqual([
		['sectors'],
		['partnership'],
		['internal', 'provision', 'citizens']
	]);
});

it('a survey for a session asks only who is in it, at its lab and hour', () => {
	const lab = makeId(1, new Uint8Array(10));
	const startsAt = '2026-03-01T10:00:00Z';
	const at = (hour: string) => makeId(Date.parse(`2026-03-01T${hour}:00Z`), new Uint8Array(10));
	const target: Target = {
		kind: 'session',
		...{ lab, session: at('00:00'), startsAt, endsAt: '2026-03-01T12:00:00Z' }
	};
	expect(isAsked(target)).toBe(false);
	expect(isAsked(target, { id: at('09:50'), lab })).toBe(true);
	expect(isAsked(target, { id: at('07:00'), lab })).toBe(false);
	expect(isAsked(target, { id: at('12:00'), lab })).toBe(false);
	expect(isAsked(target, { id: at('10:00'), lab: at('01:00') })).toBe(false);
	expect(isAsked({ kind: 'lab', lab }, { id: at('20:00'), lab })).toBe(true);
	expect(isAsked({ kind: 'all' })).toBe(true);
});
