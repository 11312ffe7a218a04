/** Steps of every kind: tapped, known or not known, and never a dead end. */
import { expect, test, vi } from 'vitest';
import type { Lesson as LessonData, Step } from '../../src/lib/domain/lesson.ts';
import Lesson from '../../src/lib/ui/learn/Lesson.svelte';
import { draw } from './learn-drawn.ts';
import { lesson, nextLesson } from './learn-lesson.ts';

const screen = { title: 'A title', sentences: ['A sentence.'], picture: 'stop' };
const thing = (words: string) => ({ words, picture: 'stop' });
const steps: Step[] = [
	{
		...screen,
		id: 'order',
		kind: 'order',
		items: ['First', 'Second', 'Third'].map(thing),
		reply: ['Now it stands.']
	},
	{
		...screen,
		id: 'match',
		kind: 'match',
		pairs: [
			{ ...thing('A paper'), partner: 'The camera' },
			{ ...thing('A question'), partner: 'A message' },
			{ ...thing('A place'), partner: 'The map' }
		],
		reply: ['All are found.']
	},
	{
		...screen,
		id: 'judge',
		kind: 'judge',
		items: [
			{ ...thing('A prize'), verdict: 'trap', why: ['It wants your code.'] },
			{ ...thing('A book'), verdict: 'safe', why: ['It asks for nothing.'] }
		]
	},
	{ ...screen, id: 'say', kind: 'say', points: [thing('Stop and look.')] },
	{ ...screen, id: 'plan', kind: 'plan', options: [thing('At home.'), thing('At work.')] }
];
const kinds: LessonData = { ...lesson, steps };

async function open(id: string) {
	const onfact = vi.fn();
	const page = await draw(Lesson, {
		lesson: kinds,
		place: 0,
		laid: [false],
		next: nextLesson,
		done: [],
		mastery: 'none',
		onfact,
		onopen: () => undefined
	});
	location.hash = id;
	return { page, onfact };
}

test('things are tapped into their order; what comes too early says so', async () => {
	const { page, onfact } = await open('order');
	await page.getByRole('button', { name: 'Second' }).click();
	await expect.element(page.getByText('Something comes before this. Look again.')).toBeVisible();
	for (const words of ['First', 'Second', 'Third']) {
		await page.getByRole('button', { name: words }).click();
	}
	await expect.element(page.getByText('Now it stands.').last()).toBeVisible();
	expect(onfact).toHaveBeenCalledExactlyOnceWith({
		step: 'order',
		attempt: expect.objectContaining({ misses: 1, dontKnow: 0 }),
		rule: undefined
	});
	await page.getByRole('link', { name: 'Continue' }).click();
	expect(location.hash).toBe('#match');
});

test('pairs are found one after the other', async () => {
	const { page, onfact } = await open('match');
	await expect.element(page.getByText('A paper').last()).toBeVisible();
	await page.getByRole('button', { name: 'The map' }).click();
	await expect.element(page.getByText('These 2 are no pair. Look again.')).toBeVisible();
	await page.getByRole('button', { name: 'The camera' }).click();
	await page.getByRole('button', { name: 'A message' }).click();
	await expect.element(page.getByText('All are found.').last()).toBeVisible();
	expect(onfact).toHaveBeenCalledExactlyOnceWith({
		step: 'match',
		attempt: expect.objectContaining({ misses: 1 }),
		rule: undefined
	});
});

test('each thing is judged, and why is said whatever the answer', async () => {
	const { page, onfact } = await open('judge');
	await page.getByRole('button', { name: 'It is safe' }).click();
	await expect.element(page.getByText('Look at it once more.')).toBeVisible();
	await expect.element(page.getByText('It wants your code.').last()).toBeVisible();
	await page.getByRole('button', { name: 'Next' }).click();
	await page.getByRole('button', { name: 'It is safe' }).click();
	await expect.element(page.getByText('You looked well.')).toBeVisible();
	expect(onfact).toHaveBeenCalledExactlyOnceWith({
		step: 'judge',
		attempt: expect.objectContaining({ misses: 1 }),
		rule: undefined
	});
	await page.getByRole('link', { name: 'Continue' }).click();
	expect(location.hash).toBe('#say');
});

test('what can be said stands behind a tap, and saying it leads on', async () => {
	const { page, onfact } = await open('say');
	await expect.element(page.getByText('Stop and look.')).not.toBeVisible();
	await page.getByText('What can I say?').click();
	await expect.element(page.getByText('Stop and look.')).toBeVisible();
	await page.getByRole('link', { name: 'I said it' }).click();
	expect(onfact).toHaveBeenCalledWith({ step: 'say' });
	expect(location.hash).toBe('#plan');
});

for (const id of ['order', 'match']) {
	test(`"I don't know" shows how it stands and leads on: ${id}`, async () => {
		const { page, onfact } = await open(id);
		await page.getByRole('button', { name: "I don't know" }).click();
		expect(onfact).toHaveBeenCalledExactlyOnceWith({
			step: id,
			attempt: expect.objectContaining({ misses: 0, dontKnow: 1 })
		});
		await page.getByRole('link', { name: 'Continue' }).click();
		expect(location.hash).not.toBe(`#${id}`);
	});
}

test('"I don\'t know" of something to judge says why, and leads on', async () => {
	const { page } = await open('judge');
	await page.getByRole('button', { name: "I don't know" }).click();
	await expect.element(page.getByText('It wants your code.').last()).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Next' })).toHaveFocus();
});
