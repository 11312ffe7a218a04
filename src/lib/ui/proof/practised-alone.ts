import { lessonName } from '../../domain/lesson.ts';
import { masteryIn } from '../../domain/mastery.ts';
import {
	isLessonDone,
	type LessonOutline,
	type StepsDone,
	type TriesMade
} from '../learn/place.ts';

/** Has she done every skill of a module alone? A lesson without a skill counts when it is done, a module without one never. */
export function isPracticedAlone(
	lessons: readonly LessonOutline[],
	done: StepsDone,
	tries: TriesMade
): boolean {
	const isAlone = (lesson: LessonOutline) =>
		lesson.skills.length === 0
			? isLessonDone(lesson, done)
			: masteryIn(lesson.skills, tries[lessonName(lesson)]) === 'alone';
	return lessons.some(({ skills }) => skills.length > 0) && lessons.every(isAlone);
}
