/** Where a person stands in the lessons: out of the ids of their steps and of those that she has done. */
import { lessonName, type LessonStub, type Module } from '../../domain/lesson.ts';
import type { Try } from '../../domain/mastery.ts';

/** A lesson in a list, with the ids of its steps in their order. */
export interface LessonOutline extends LessonStub {
	stepIds: string[];
	/** Those among them that show what somebody can do. */
	skills: string[];
}

export interface ModuleOutline extends Omit<Module, 'lessons'> {
	lessons: LessonOutline[];
}

/** The ids of the steps that were done on this phone, by the name of their lesson. */
export type StepsDone = Readonly<Record<string, readonly string[]>>;

/** The tries that were made on this phone, by the name of their lesson and then by step. */
export type TriesMade = Readonly<Record<string, Readonly<Record<string, readonly Try[]>>>>;

/** A step of a lesson to go on with. */
export interface Place {
	lesson: LessonOutline;
	step: string;
	/** Has she done something of this lesson already? */
	begun: boolean;
}

/** How many steps of a lesson are done; steps that the lesson no longer has do not count. */
export function countDone(lesson: LessonOutline, done: StepsDone): number {
	const ids = done[lessonName(lesson)] ?? [];
	return lesson.stepIds.filter((id) => ids.includes(id)).length;
}

/** Is every step of a lesson done? */
export function isLessonDone(lesson: LessonOutline, done: StepsDone): boolean {
	return countDone(lesson, done) === lesson.stepIds.length;
}

/**
 * Where to go on: the first step that is not done, of a lesson that was begun, else of the first lesson
 * that is not done. None when everything is done.
 */
export function placeToContinue(
	lessons: readonly LessonOutline[],
	done: StepsDone
): Place | undefined {
	const open = lessons.filter((lesson) => !isLessonDone(lesson, done));
	const begun = open.find((lesson) => countDone(lesson, done) > 0);
	const lesson = begun ?? open[0];
	if (!lesson) return undefined;
	const ids = done[lessonName(lesson)] ?? [];
	const step = lesson.stepIds.find((id) => !ids.includes(id));
	return step === undefined ? undefined : { lesson, step, begun: begun !== undefined };
}

/** The name of no screen: a lesson that is opened there goes on at the first step that is not done. */
export const whereSheLeft = 'lesson.on';

/** The address of a lesson, at one of its screens when it is named. */
export function lessonPath(
	lang: string,
	lesson: Pick<LessonStub, 'module' | 'slug'>,
	screen?: string
): string {
	return `/${lang}/learn/${lessonName(lesson)}${screen === undefined ? '' : `#${screen}`}`;
}

/** What a list of many modules knows of a lesson. */
export type LessonInList = Pick<LessonStub, 'slug' | 'steps'>;

/** A module in such a list. */
export interface ModuleInList extends Pick<Module, 'slug' | 'title' | 'picture'> {
	lessons: LessonInList[];
}

/** Are as many steps of a lesson done as it has? A list need not know more. */
export function isLaid(module: string, { slug, steps }: LessonInList, done: StepsDone): boolean {
	return (done[`${module}/${slug}`]?.length ?? 0) >= steps;
}

/** The lesson that was begun and is not done yet, under the name of its module; the first, where there are several. */
export function lessonBegun(modules: readonly Omit<ModuleInList, 'picture'>[], done: StepsDone) {
	return modules
		.flatMap(({ slug: module, title, lessons }) =>
			lessons.map((lesson) => ({ ...lesson, module, title }))
		)
		.find((lesson) => {
			const steps = done[lessonName(lesson)]?.length ?? 0;
			return steps > 0 && steps < lesson.steps;
		});
}
