import { describe, expect, test } from 'vitest';
import {
	countDone,
	isLessonDone,
	lessonPath,
	placeToContinue,
	type LessonOutline
} from '../../src/lib/ui/learn/place.ts';
import { stepsPassed } from '../../src/lib/ui/learn/passed.ts';

function outline(slug: string, stepIds: string[]): LessonOutline {
	return {
		module: 'm',
		slug,
		title: slug,
		minutes: 3,
		picture: 'stop',
		steps: stepIds.length,
		stepIds,
		skills: []
	};
}

const first = outline('first', ['a', 'b', 'c']);
const second = outline('second', ['d', 'e']);

describe('where to go on', () => {
	test('somebody new begins with the first step of the first lesson', () => {
		expect(placeToContinue([first, second], {})).toEqual({
			lesson: first,
			step: 'a',
			begun: false
		});
	});

	test('a lesson that was begun comes before one that was not', () => {
		const done = { 'm/second': ['d'] };
		expect(placeToContinue([first, second], done)).toEqual({
			lesson: second,
			step: 'e',
			begun: true
		});
	});

	test('a step that was left out is offered again', () => {
		expect(placeToContinue([first], { 'm/first': ['a', 'c'] })?.step).toBe('b');
	});

	test('nothing is left when every step is done', () => {
		expect(placeToContinue([second], { 'm/second': ['e', 'd'] })).toBeUndefined();
	});
});

test('a step that the lesson no longer has does not make it done', () => {
	const done = { 'm/second': ['d', 'gone'] };
	expect(countDone(second, done)).toBe(1);
	expect(isLessonDone(second, done)).toBe(false);
});

test('a lesson has one address, and each of its screens a name in it', () => {
	expect(lessonPath('ar', first)).toBe('/ar/learn/m/first');
	expect(lessonPath('ar', first, 'b')).toBe('/ar/learn/m/first#b');
});

describe('steps that were gone through before the script was there', () => {
	const steps = [
		{ id: 'a', kind: 'show' },
		{ id: 'b', kind: 'choose' },
		{ id: 'c', kind: 'practice' },
		{ id: 'd', kind: 'plan' }
	] as const;

	test('are done when Continue was all they asked for', () => {
		expect(stepsPassed(steps, 'a', 'b')).toEqual(['a']);
		expect(stepsPassed(steps, 'a', 'c.try')).toEqual(['a']);
		expect(stepsPassed(steps, 'a', 'lesson.done')).toEqual(['a', 'd']);
	});

	test('are none when the page stands where it was opened, or before', () => {
		expect(stepsPassed(steps, 'd', 'd')).toEqual([]);
		expect(stepsPassed(steps, 'd', 'a')).toEqual([]);
		expect(stepsPassed(steps, '', 'd')).toEqual([]);
	});
});
