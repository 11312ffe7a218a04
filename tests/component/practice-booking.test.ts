import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { BookingPractice } from '../../src/lib/domain/practice-booking.ts';
import PracticeScreen from '../../src/lib/ui/practice/PracticeScreen.svelte';
import { draw } from './learn-drawn.ts';
import { booking, change } from './practice-invented.ts';

async function practise(practice: BookingPractice = booking) {
	const onpractised = vi.fn();
	const page = await draw(PracticeScreen, { practice, next: '#next', onpractised });
	const tap = (name: string | RegExp) => page.getByRole('button', { name }).click();
	const choose = async (name: RegExp) => {
		await page.getByRole('radio', { name }).click();
		await tap('Continue');
	};
	const heading = (words: string) =>
		expect.element(page.getByRole('heading')).toHaveTextContent(words);
	return { page, tap, choose, heading, onpractised };
}

test('a person who books what she was asked to has practised, and gets a booking number', async () => {
	const { page, tap, choose, heading, onpractised } = await practise();
	await choose(/New address/);
	await choose(/Tuesday/);
	await choose(/9:00/);
	await page.getByLabelText('Name').fill('ana sol');
	await tap('Continue');
	await heading('Check before you book');
	expect(onpractised).not.toHaveBeenCalled();
	await tap('Book');
	await heading('It is booked');
	await expect.element(page.getByText('B 53')).toBeVisible();
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 0, hints: 0, dontKnow: 0 });
	await expect
		.element(page.getByRole('link', { name: 'Continue' }))
		.toHaveAttribute('href', '#next');
});

test('a taken hour cannot be booked, says so, and nothing that was chosen is lost', async () => {
	const { page, tap, choose, heading } = await practise();
	await choose(/New address/);
	await choose(/Tuesday/);
	await page.getByRole('radio', { name: /9:00/ }).click();
	await tap(/12:00/);
	await expect.element(page.getByText(/12:00 is taken by another person/)).toBeVisible();
	await expect.element(page.getByRole('radio', { name: /9:00/ })).toBeChecked();
	await expect.element(page.getByRole('button', { name: '12:00 taken' })).toBeVisible();
	await tap('Continue');
	await heading('Write the details');
});

test('without a choice it stays where it is and says kindly what to do', async () => {
	const { page, tap, heading } = await practise();
	await tap('Continue');
	await heading('Which service?');
	await expect.element(page.getByText('Choose a service first.')).toBeVisible();
});

test('details that are not on the pretend card are said beside their field, and stay', async () => {
	const { page, tap, choose, heading } = await practise();
	await choose(/New address/);
	await choose(/Tuesday/);
	await choose(/9:00/);
	await tap('Continue');
	await expect.element(page.getByText('Copy it from the pretend card.')).toBeVisible();
	await page.getByLabelText('Name').fill('Ana So');
	await tap('Continue');
	await heading('Write the details');
	await expect.element(page.getByText(/letter by letter/)).toBeVisible();
	await expect.element(page.getByLabelText('Name')).toHaveValue('Ana So');
	await expect.element(page.getByLabelText('Name')).toHaveFocus();
});

test('what differs from the task is found at the check, beside its row, and can be changed', async () => {
	const { page, tap, choose, heading, onpractised } = await practise();
	await choose(/New card/);
	await choose(/Tuesday/);
	await choose(/9:00/);
	await page.getByLabelText('Name').fill('Ana Sol');
	await tap('Continue');
	await tap('Book');
	await expect.element(page.getByText('Your task says: New address')).toBeVisible();
	await tap(/Service New card/);
	await choose(/New address/);
	await heading('Check before you book');
	await tap('Book');
	await heading('It is booked');
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 1, hints: 0, dontKnow: 0 });
});

test('after two misses on one thing Show me makes the next move visible', async () => {
	const { page, tap, choose } = await practise();
	await choose(/New address/);
	await choose(/Monday/);
	await tap(/9:00/);
	expect(page.getByRole('button', { name: 'Show me' }).query()).toBeNull();
	await tap(/9:00/);
	await tap('Show me');
	await expect.element(page.getByRole('heading')).toHaveTextContent('Which day?');
	await expect.element(page.getByRole('radio', { name: /Tuesday Tap here/ })).toBeInTheDocument();
});

test('an appointment is changed: another day asks for the hour again', async () => {
	const { tap, choose, heading, onpractised } = await practise(change);
	await heading('Your appointment');
	await tap(/Day Monday/);
	await choose(/Tuesday/);
	await heading('Which hour?');
	await choose(/9:00/);
	await heading('Check before you book');
	await tap('Save the change');
	await heading('It is changed');
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 0, hints: 0, dontKnow: 0 });
});

test('the keyboard alone is enough', async () => {
	const { page, heading, onpractised } = await practise(change);
	page
		.getByRole('button', { name: /Day Monday/ })
		.element()
		.focus();
	await userEvent.keyboard('{Enter}');
	await heading('Which day?');
	await expect.element(page.getByRole('heading')).toHaveFocus();
	await userEvent.keyboard('{Tab}{ArrowDown}{Tab}{Enter}');
	await heading('Which hour?');
	await userEvent.keyboard('{Tab}{Space}');
	await expect.element(page.getByRole('radio', { name: /9:00/ })).toBeChecked();
	page.getByRole('button', { name: 'Continue' }).element().focus();
	await userEvent.keyboard('{Enter}');
	await heading('Check before you book');
	page.getByRole('button', { name: 'Save the change' }).element().focus();
	await userEvent.keyboard('{Enter}');
	await heading('It is changed');
	expect(onpractised).toHaveBeenCalledOnce();
});
