/**
 * Learning: a module holds lessons, a lesson holds steps, a step is one screen with one action.
 * Everything a person reads here is already cut into sentences, so that a screen can show, read aloud
 * and point at one at a time.
 */
import type { Language } from './language.ts';
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

interface Screen {
	/** Unique in its lesson and the same in every language. */
	id: string;
	title: string;
	/** At most three. */
	sentences: string[];
	/** The name of a drawing. */
	picture: string;
}

export interface ShowStep extends Screen {
	kind: 'show';
}

/** A question with two to four options, of which at least one fits. */
export interface ChooseStep extends Screen {
	kind: 'choose';
	options: ChooseOption[];
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

export type Step = ShowStep | ChooseStep | PracticeStep | PlanStep;

/** The kinds of steps that an author can write. */
export const stepKinds = ['show', 'choose', 'practice', 'plan'] as const satisfies Step['kind'][];

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
	steps: Step[];
}

/** A topic with its lessons in their order, in one language. */
export interface Module {
	slug: string;
	title: string;
	sentences: string[];
	picture: string;
	lessons: LessonStub[];
}

/** The name of a lesson in progress facts and addresses: `module/lesson`. */
export function lessonName(lesson: Pick<LessonStub, 'module' | 'slug'>): string {
	return `${lesson.module}/${lesson.slug}`;
}

/** What a list needs of a lesson. */
export function stubOf(lesson: Lesson): LessonStub {
	const { module, slug, title, minutes, picture } = lesson;
	return { module, slug, title, minutes, picture, steps: lesson.steps.length };
}
