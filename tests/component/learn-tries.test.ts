/** What is kept of a try, and how a lesson that is done is passed on. */
import { expect, test, vi } from 'vitest';
import type { Mastery } from '../../src/lib/domain/mastery.ts';
import Lesson from '../../src/lib/ui/learn/Lesson.svelte';
import { draw } from './learn-drawn.ts';
import { lesson, nextLesson } from './learn-lesson.ts';

async function open(screen: string, mastery: Mastery = 'none') {
	const [onfact, onopen, onstuck] = [vi.fn(), vi.fn(), vi.fn()];
	const done = lesson.steps.map(({ id }) => id);
	const laid = [true, false];
	const page = await draw(Lesson, {
		lesson: { ...lesson, digcomp: [{ competence: '4.1', level22: 1, band30: 'Basic' }] },
		place: 0,
		laid,
		next: nextLesson,
		done,
		mastery,
		onfact,
		onopen,
		onstuck
	});
	location.hash = screen;
	const judge = async (from: RegExp, verdict: string) => {
		await page.getByRole('button', { name: from }).click();
		await page.getByRole('button', { name: verdict }).click();
	};
	return { page, onfact, onopen, onstuck, judge };
}

const counted = { misses: 1, hints: 0, dontKnow: 0, seconds: expect.any(Number) };

test('a try is told from its first miss on, as one that may be left; looking at it is none', async () => {
	const { page, onfact, onopen, judge } = await open('try.try');
	await page.getByRole('button', { name: /Library/ }).click();
	await page.getByRole('button', { name: 'It is safe' }).click();
	await page.getByRole('link', { name: 'Back' }).click();
	expect(onopen).not.toHaveBeenCalled();
	await judge(/Parcel/, 'It is safe');
	await expect.element(page.getByText('Look at it once more.')).toBeVisible();
	expect(onopen).toHaveBeenCalledExactlyOnceWith({
		step: 'try',
		attempt: { ...counted, result: 'left' },
		rule: 'safety'
	});
	expect(onfact).not.toHaveBeenCalled();
});

test('a practice that reaches its end is one try, and each time again one more', async () => {
	const { page, onfact, onopen, judge } = await open('try.try');
	const wholeInbox = async (first: string) => {
		await judge(/Parcel/, first);
		if (first === 'It is safe') {
			await page.getByRole('button', { name: 'Decide again' }).click();
			await page.getByRole('button', { name: 'It is a scam' }).click();
		}
		for (const verdict of ['It is safe', 'It is a scam']) {
			await page.getByRole('button', { name: 'Next message' }).click();
			await page.getByRole('button', { name: verdict }).click();
		}
	};
	await wholeInbox('It is safe');
	expect(onfact).toHaveBeenCalledExactlyOnceWith({
		step: 'try',
		attempt: { ...counted, result: 'reached' },
		rule: 'safety'
	});
	await page.getByRole('button', { name: 'Next message' }).click();
	await page.getByRole('button', { name: 'Practise again' }).click();
	await wholeInbox('It is a scam');
	expect(onfact).toHaveBeenCalledTimes(2);
	expect(onfact).toHaveBeenLastCalledWith(
		expect.objectContaining({ attempt: { ...counted, misses: 0, result: 'reached' } })
	);
	expect(onopen).toHaveBeenCalledTimes(1);
});

test('who misses twice at one thing is stuck, until she manages it; two misses on two things are none', async () => {
	const { page, onstuck, judge } = await open('try.try');
	const again = () => page.getByRole('button', { name: 'Decide again' }).click();
	await judge(/Parcel/, 'It is safe');
	await again();
	await page.getByRole('button', { name: 'It is a scam' }).click();
	await page.getByRole('button', { name: 'Next message' }).click();
	await page.getByRole('button', { name: 'It is a scam' }).click();
	expect(onstuck).not.toHaveBeenCalled();
	await again();
	await page.getByRole('button', { name: 'It is a scam' }).click();
	await expect.poll(() => onstuck.mock.calls).toEqual([[true]]);
	await again();
	expect(onstuck).toHaveBeenCalledTimes(1);
	await page.getByRole('button', { name: 'It is safe' }).click();
	await expect.poll(() => onstuck.mock.calls).toEqual([[true], [false]]);
});

test('who answers a question twice with what does not fit is stuck, and then is not', async () => {
	const { page, onstuck } = await open('decide');
	const answer = async (words: string) => {
		await page.getByText(words, { exact: true }).first().click();
		await page.getByRole('button', { name: 'Choose again' }).click();
	};
	await answer('I tap.');
	expect(onstuck).not.toHaveBeenCalled();
	await answer('I tap.');
	await expect.poll(() => onstuck.mock.calls).toEqual([[true]]);
	await answer('I stop.');
	await expect.poll(() => onstuck.mock.calls).toEqual([[true], [false]]);
});

test('the end says how it was done, and gives a card with a code to teach a neighbour', async () => {
	const { page } = await open('lesson.done', 'again');
	await expect.element(page.getByText('Once more another day')).toBeVisible();
	await page.getByRole('link', { name: 'Teach a neighbour' }).click();
	await expect.element(page.getByRole('img', { name: 'Code that opens the lesson' })).toBeVisible();
	const address = `${location.host}/en/learn/messages/first`;
	await expect.element(page.getByText(address)).toBeVisible();
	await expect.element(page.getByRole('button', { name: 'Print' })).toBeVisible();
});
