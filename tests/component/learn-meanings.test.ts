import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import Lesson from '../../src/lib/ui/learn/Lesson.svelte';
import { spokenParts } from '../../src/lib/ui/spoken-parts.ts';
import { draw } from './learn-drawn.ts';
import { lesson } from './learn-lesson.ts';

const [, ...others] = lesson.steps;
const explained: typeof lesson = {
	...lesson,
	steps: [
		{
			id: 'look',
			kind: 'show',
			title: 'Look at it',
			picture: 'stop',
			sentences: ['A link opens a page.', 'Look at the code.'],
			words: [
				{ sentence: 0, from: 2, to: 6, word: 'link' },
				{ sentence: 1, from: 12, to: 16, word: 'code' }
			]
		},
		...others
	],
	meanings: {
		link: { picture: 'tap-link', sentences: ['You tap it.', 'It opens a page.'] },
		code: { picture: 'code', sentences: ['It is a secret number.'] }
	}
};

async function open() {
	const page = await draw(Lesson, {
		lesson: explained,
		place: 0,
		laid: [],
		next: undefined,
		done: [],
		mastery: 'none',
		onfact: () => undefined,
		onopen: () => undefined
	});
	location.hash = 'look';
	await expect.element(page.getByRole('heading')).toHaveFocus();
	return page;
}

/** What Listen would read of this screen. */
function heard(): string[] {
	const screen = document.querySelector('section:target');
	return screen ? spokenParts(screen).map(({ innerText }) => innerText.trim()) : [];
}

test('a tap on a hard word opens its meaning below its sentence, and another tap closes it', async () => {
	const page = await open();
	const word = page.getByRole('button', { name: 'link' });
	await expect.element(word).toHaveAttribute('aria-expanded', 'false');
	await word.click();
	await expect.element(word).toHaveAttribute('aria-expanded', 'true');
	await expect.element(page.getByText('It opens a page.')).toBeVisible();
	expect(heard()).toEqual(
		expect.arrayContaining(['A link opens a page.', 'You tap it.', 'It opens a page.'])
	);
	expect(heard().indexOf('You tap it.')).toBe(heard().indexOf('A link opens a page.') + 1);
	await word.click();
	await expect.element(page.getByText('It opens a page.')).not.toBeInTheDocument();
	expect(heard()).not.toContain('You tap it.');
});

test('the keyboard opens and closes it, and one meaning is open at a time', async () => {
	const page = await open();
	const word = page.getByRole('button', { name: 'code' });
	word.element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByText('It is a secret number.')).toBeVisible();
	const opened = word.element().getAttribute('aria-controls');
	expect(document.getElementById(opened ?? '')?.textContent).toContain('It is a secret number.');
	await page.getByRole('button', { name: 'link' }).click();
	await expect.element(page.getByText('It is a secret number.')).not.toBeInTheDocument();
	await userEvent.keyboard(' ');
	await expect.element(page.getByText('You tap it.')).not.toBeInTheDocument();
});
