import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import PracticeScreen from '../../src/lib/ui/practice/PracticeScreen.svelte';
import { phone } from '../unit/practice-phone-invented.ts';
import { draw } from './learn-drawn.ts';

async function open() {
	const onpractised = vi.fn();
	const page = await draw(PracticeScreen, { practice: phone, next: '#next', onpractised });
	return { page, onpractised };
}

test('the task stands on the phone, and what is asked is reached by tapping, picking and writing', async () => {
	const { page, onpractised } = await open();
	await expect.element(page.getByText('Send the form to the school.')).toBeVisible();
	await page.getByRole('switch', { name: 'Quiet' }).click();
	await expect.element(page.getByRole('switch', { name: 'Quiet' })).toBeChecked();
	await page.getByRole('button', { name: 'The school' }).click();
	await expect.element(page.getByRole('heading')).toHaveTextContent('Your answer');
	await expect.element(page.getByRole('heading')).toHaveFocus();
	await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
	await page.getByRole('radio', { name: 'The form' }).click({ force: true });
	expect(onpractised).not.toHaveBeenCalled();
	await page.getByRole('button', { name: 'Send' }).click();
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 0, hints: 0, dontKnow: 0 });
	await expect.element(page.getByText('The school has your form.')).toBeVisible();
	await expect.element(page.getByRole('link', { name: 'Continue' })).toBeVisible();
});

test('a near miss says what to look at, and nothing that was typed or picked goes away', async () => {
	const { page } = await open();
	await page.getByRole('button', { name: 'The school' }).click();
	await page.getByRole('textbox').fill('Hello');
	await page.getByRole('button', { name: 'Send' }).click();
	await expect
		.element(page.getByRole('status').filter({ hasText: 'Look at your words' }))
		.toBeVisible();
	await expect.element(page.getByRole('textbox')).toHaveValue('Hello');
	await page.getByRole('button', { name: 'Back' }).click();
	await page.getByRole('button', { name: 'The school' }).click();
	await expect.element(page.getByRole('textbox')).toHaveValue('Hello');
});

test('after two misses the finger shows where to tap, and the trainer can be asked', async () => {
	const { page, onpractised } = await open();
	const prize = page.getByRole('button', { name: 'The prize' });
	await prize.click();
	await expect.element(page.getByRole('button', { name: 'Show me' })).not.toBeInTheDocument();
	await prize.click();
	await expect.element(page.getByRole('button', { name: 'Ask my trainer' })).toBeVisible();
	for (let moves = 0; moves < 5; moves++) {
		await page.getByRole('button', { name: 'Show me' }).click();
		await expect.element(page.getByText('Tap here')).toBeVisible();
		const pointed = document.querySelector<HTMLElement>('[data-shown]');
		const field = pointed?.querySelector<HTMLInputElement>('input[type=text]');
		if (field) await userEvent.fill(field, 'Hello');
		else {
			const finger = pointed?.querySelector('.choice .finger');
			const thing =
				finger?.closest('.choice')?.querySelector('input') ??
				pointed?.querySelector<HTMLElement>('button, input');
			thing?.click();
		}
	}
	expect(onpractised).toHaveBeenCalledWith({ misses: 2, hints: 5, dontKnow: 0 });
});

test('"I don\'t know" is a good answer: it shows the next move', async () => {
	const { page } = await open();
	await page.getByRole('button', { name: "I don't know" }).click();
	await expect.element(page.getByText('It is good to say so. This helps:')).toBeVisible();
	await expect.element(page.getByText('Tap here')).toBeVisible();
});

test('it can be done again from the beginning', async () => {
	const { page, onpractised } = await open();
	await page.getByRole('switch').click();
	await page.getByRole('button', { name: 'The school' }).click();
	await page.getByRole('textbox').fill('hello');
	await page.getByRole('radio', { name: 'The form' }).click({ force: true });
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('button', { name: 'Practise again' }).click();
	await expect.element(page.getByRole('heading')).toHaveTextContent('Mail');
	await expect.element(page.getByRole('switch')).not.toBeChecked();
	expect(onpractised).toHaveBeenCalledOnce();
});
