import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import Lesson from '../../src/lib/ui/learn/Lesson.svelte';
import { draw } from './learn-drawn.ts';
import { lesson, nextLesson } from './learn-lesson.ts';

const steps = lesson.steps.map(({ id }) => id);

async function open(screen: string, done: string[] = []) {
	const onfact = vi.fn();
	const page = await draw(Lesson, {
		lesson,
		place: 0,
		laid: [false, false],
		next: nextLesson,
		done,
		mastery: 'none',
		onfact,
		onopen: () => undefined
	});
	location.hash = screen;
	return { page, onfact };
}

test('one step is on the screen at a time, and going on keeps the fact that it was done', async () => {
	const { page, onfact } = await open('look');
	await expect.element(page.getByRole('heading')).toHaveTextContent('Look at it');
	await expect.element(page.getByText('Step 1 of 4')).toBeVisible();
	await page.getByRole('link', { name: 'Continue' }).click();
	await expect.element(page.getByRole('heading')).toHaveTextContent('What do you do?');
	await expect.element(page.getByRole('heading')).toHaveFocus();
	expect(onfact).toHaveBeenCalledWith({ step: 'look' });
});

test('the tiles of the steps that were done are laid, the others wait', async () => {
	const { page } = await open('plan', ['look', 'decide']);
	await expect.element(page.getByText('Step 4 of 4')).toBeVisible();
	const drawn = [...document.querySelectorAll('section:target .tiles use')].map((use) =>
		use.getAttribute('href')?.endsWith('-none')
	);
	expect(drawn).toEqual([false, false, true, true]);
});

test('an answer that does not fit says what comes next, and another may be chosen', async () => {
	const { page, onfact } = await open('decide');
	await page.getByText('I tap.').click();
	await expect.element(page.getByText('First look at who sends it.').first()).toBeVisible();
	expect(onfact).toHaveBeenLastCalledWith({
		step: 'decide',
		attempt: expect.objectContaining({ misses: 1, dontKnow: 0 }),
		rule: undefined
	});
	await page.getByRole('button', { name: 'Choose again' }).click();
	await page.getByText('I stop.').first().click();
	await expect.element(page.getByText('You have time.').first()).toBeVisible();
	await expect.element(page.getByText('I tap.')).not.toBeVisible();
});

test('"I don\'t know" is a good answer: it helps and it leads on', async () => {
	const { page, onfact } = await open('decide');
	await page.getByText("I don't know").click();
	await expect.element(page.getByText('It is good to say so. This helps:').first()).toBeVisible();
	expect(onfact).toHaveBeenCalledWith({
		step: 'decide',
		attempt: expect.objectContaining({ misses: 0, hints: 0, dontKnow: 1 }),
		rule: undefined
	});
	await page.getByRole('link', { name: 'Continue' }).click();
	expect(location.hash).toBe('#try');
});

test('the keyboard alone is enough to answer and to go on', async () => {
	const { page, onfact } = await open('decide');
	await expect.element(page.getByRole('heading')).toHaveFocus();
	await userEvent.keyboard('{Tab}{Tab}{Enter}');
	await expect.element(page.getByText('Good: you stop.').first()).toBeVisible();
	expect(onfact).toHaveBeenCalledOnce();
	await page.getByRole('link', { name: 'Continue' }).element().focus();
	await userEvent.keyboard('{Enter}');
	expect(location.hash).toBe('#try');
});

test('going on and back loses nothing that was chosen', async () => {
	const { page } = await open('plan');
	await page.getByRole('radio', { name: 'At work.' }).click();
	await page.getByRole('link', { name: 'Continue' }).click();
	await page.getByRole('link', { name: 'Back' }).click();
	await expect.element(page.getByRole('radio', { name: 'At work.' })).toBeChecked();
});

test('going on and back loses nothing of an unfinished practice', async () => {
	const { page } = await open('try.try');
	await page.getByRole('button', { name: /Parcel/ }).click();
	await page.getByRole('button', { name: 'It is a scam' }).click();
	location.hash = 'plan';
	await expect.element(page.getByText('Step 4 of 4')).toBeVisible();
	location.hash = 'try.try';
	await expect.element(page.getByRole('status').getByText('It wants money.')).toBeVisible();
});

test('Back on the pretend phone goes back on the pretend phone', async () => {
	const { page } = await open('try.try');
	await page.getByRole('button', { name: /Library/ }).click();
	await page.getByRole('link', { name: 'Back' }).click();
	await expect.element(page.getByRole('heading')).toHaveTextContent('Messages');
	expect(location.hash).toBe('#try.try');
	await page.getByRole('link', { name: 'Back' }).click();
	await expect.element(page.getByRole('heading')).toHaveTextContent('Try it');
});

test('at the end the tile is laid and the next lesson is offered, or telling the city', async () => {
	const { page } = await open('lesson.done', steps);
	await expect.element(page.getByRole('heading')).toHaveTextContent('Lesson done');
	await expect
		.element(page.getByRole('link', { name: /A second lesson/ }))
		.toHaveAttribute('href', '/en/learn/messages/second');
	await expect
		.element(page.getByRole('link', { name: /Tell the city/ }))
		.toHaveAttribute('href', '/en/needs/new?lesson=messages/first');
});

test('a lesson with a step that still waits is not called done: the step is offered', async () => {
	const { page } = await open('lesson.done', ['look', 'decide', 'plan']);
	await expect.element(page.getByRole('heading')).toHaveTextContent('Almost done');
	await page.getByRole('link', { name: 'Go to that step' }).click();
	expect(location.hash).toBe('#try');
});
