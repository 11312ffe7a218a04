/** An invented lesson with a step of each kind. */
import type { Lesson, LessonStub } from '../../src/lib/domain/lesson.ts';
import { inbox } from './practice-invented.ts';

const screen = { sentences: ['A sentence to read.'], picture: 'stop' };

export const lesson: Lesson = {
	module: 'messages',
	slug: 'first',
	title: 'A first lesson',
	minutes: 4,
	picture: 'stop',
	lang: 'en',
	digcomp: [],
	steps: [
		{ ...screen, id: 'look', kind: 'show', title: 'Look at it' },
		{
			...screen,
			id: 'decide',
			kind: 'choose',
			title: 'What do you do?',
			options: [
				{ words: 'I tap.', picture: 'stop', fits: false, reply: ['First look at who sends it.'] },
				{
					words: 'I stop.',
					picture: 'stop',
					fits: true,
					reply: ['Good: you stop.', 'You have time.']
				}
			]
		},
		{ ...screen, id: 'try', kind: 'practice', title: 'Try it', practice: inbox },
		{
			...screen,
			id: 'plan',
			kind: 'plan',
			title: 'Where will you use it?',
			options: [
				{ words: 'At home.', picture: 'home' },
				{ words: 'At work.', picture: 'office' }
			]
		}
	]
};

export const nextLesson: LessonStub = {
	module: 'messages',
	slug: 'second',
	title: 'A second lesson',
	minutes: 3,
	picture: 'stop',
	steps: 4
};
