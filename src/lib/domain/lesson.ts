/**
 * Learning: a module holds lessons, a lesson holds steps, a step is one screen with one action.
 * Everything a person reads here is already cut into sentences, so that a screen can show, read aloud
 * and point at one at a time.
 */
import type { Language } from './language.ts';
import type { MasteryRule } from './mastery.ts';
import type { Topic } from './need.ts';
import type { Practice } from './practice.ts';

/** A way to answer. `picture` is the name of a drawing. */
export interface PlanOption {
	words: string;
	picture: string;
}

/** A way to answer a question: whether it fits, and the sentences that say what comes next. */
export interface ChooseOption extends PlanOption {
	fits: boolean;
	reply: string[];
}

/** A hard word in a sentence: which sentence, from which letter to which (UTF-16), and the id of its meaning. */
export interface WordPlace {
	sentence: number;
	from: number;
	to: number;
	word: string;
}

/** What a hard word means: a drawing, and one or two sentences. */
export interface Meaning {
	picture: string;
	sentences: string[];
}

interface Screen {
	/** Unique in its lesson and the same in every language. */
	id: string;
	title: string;
	/** At most three. */
	sentences: string[];
	/** The name of a drawing. */
	picture: string;
	/** Words in the sentences that can be tapped, each once. */
	words?: WordPlace[];
}

export interface ShowStep extends Screen {
	kind: 'show';
}

/** A question with two to four options, of which at least one fits. */
export interface ChooseStep extends Screen {
	kind: 'choose';
	options: ChooseOption[];
}

/** Things to put in their order, which is the order of the data; `reply` is said when they stand in it. */
export interface OrderStep extends Screen {
	kind: 'order';
	items: PlanOption[];
	reply: string[];
}

/** What belongs together; `reply` is said when every pair is found. */
export interface MatchStep extends Screen {
	kind: 'match';
	pairs: (PlanOption & { partner: string })[];
	reply: string[];
}

/** Something to judge: a trap, or safe, and why. */
export interface JudgeItem extends PlanOption {
	verdict: 'trap' | 'safe';
	why: string[];
}

/** "Safe or a trap?": both are among the items. */
export interface JudgeStep extends Screen {
	kind: 'judge';
	items: JudgeItem[];
}

/** Say it in your own words; the points are what can be said, shown when she asks for them. */
export interface SayStep extends Screen {
	kind: 'say';
	points: PlanOption[];
}

export interface PracticeStep extends Screen {
	kind: 'practice';
	practice: Practice;
}

/** "Where will I use this tomorrow?": every option is good. */
export interface PlanStep extends Screen {
	kind: 'plan';
	options: PlanOption[];
}

export type Step =
	ShowStep | ChooseStep | OrderStep | MatchStep | JudgeStep | PracticeStep | SayStep | PlanStep;

/** The kinds of steps that an author can write. */
export const stepKinds = [
	'show',
	'choose',
	'order',
	'match',
	'judge',
	'practice',
	'say',
	'plan'
] as const satisfies Step['kind'][];

/** Where a lesson stands in DigComp: competence of 2.2 and 3.0, level of 2.2 (1 or 2), band of 3.0. */
export interface DigcompTag {
	competence: string;
	level22: 1 | 2;
	band30: 'Basic';
}

/** A lesson in a list. `steps` is how many there are. */
export interface LessonStub {
	module: string;
	slug: string;
	title: string;
	minutes: number;
	picture: string;
	steps: number;
}

/** One sitting of 3 to 5 minutes, in one language. */
export interface Lesson extends Omit<LessonStub, 'steps'> {
	lang: Language;
	digcomp: DigcompTag[];
	/** What a practice of a public service may show to be missing in real life: the topic of that need. */
	stuck?: Topic | undefined;
	steps: Step[];
	/** By the ids that the words of its steps name. */
	meanings?: Record<string, Meaning>;
}

/** A topic with its lessons in their order, in one language. */
export interface Module {
	slug: string;
	title: string;
	sentences: string[];
	picture: string;
	lessons: LessonStub[];
	/** "Can you ...?", and the lesson whose practice shows it. */
	check?: { question: string; lesson: string };
}

/** The name of a lesson in progress facts and addresses: `module/lesson`. */
export function lessonName(lesson: Pick<LessonStub, 'module' | 'slug'>): string {
	return `${lesson.module}/${lesson.slug}`;
}

/** Its steps in which something can be shown: the practices. */
export function skillsOf({ steps }: Pick<Lesson, 'steps'>): string[] {
	return steps.filter(({ kind }) => kind === 'practice').map(({ id }) => id);
}

/** Is it about safety, as DigComp counts it (4.1 devices, 4.2 personal data and privacy)? */
export function ruleOf({ digcomp }: Pick<Lesson, 'digcomp'>): MasteryRule {
	return digcomp.some(({ competence }) => ['4.1', '4.2'].includes(competence)) ? 'safety' : 'task';
}

/** What a list needs of a lesson. */
export function stubOf(lesson: Lesson): LessonStub {
	const { module, slug, title, minutes, picture } = lesson;
	return { module, slug, title, minutes, picture, steps: lesson.steps.length };
}

/** Ways of showing 2, 3 or 4 things in which none stands at its place. */
const mixed: Record<number, readonly (readonly number[])[]> = {
	2: [[1, 0]],
	3: [
		[1, 2, 0],
		[2, 0, 1]
	],
	4: [
		[1, 3, 0, 2],
		[2, 0, 3, 1],
		[3, 2, 0, 1],
		[2, 3, 1, 0]
	]
};

/**
 * Places 0 to `count` - 1 as a step shows them: never in their order, always the same for one step, different from step
 * to step.
 * @param seed the id of the step
 */
export function outOfOrder(count: number, seed: string): readonly number[] {
	const ways = mixed[count] ?? [Array.from({ length: count }, (_, place) => place)];
	const from = [...seed].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
	return ways[from % ways.length] ?? [];
}
