import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import PracticeScreen from '../../src/lib/ui/practice/PracticeScreen.svelte';
import { draw } from './learn-drawn.ts';
import { inbox } from './practice-invented.ts';

async function practise() {
	const onpractised = vi.fn();
	const page = await draw(PracticeScreen, { practice: inbox, next: '#next', onpractised });
	const tap = (name: string | RegExp) => page.getByRole('button', { name }).click();
	return { page, tap, onpractised };
}

test('it is said in words that nothing on the pretend phone is real', async () => {
	const { page } = await practise();
	await expect.element(page.getByText('Practice. Nothing real happens.')).toBeVisible();
});

test('a person who judges every message rightly has practised', async () => {
	const { page, tap, onpractised } = await practise();
	await tap(/Parcel/);
	await tap('It is a scam');
	await expect.element(page.getByText('It wants money.')).toBeVisible();
	await tap('Next message');
	await tap('It is safe');
	await tap('Next message');
	expect(onpractised).not.toHaveBeenCalled();
	await tap('It is a scam');
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 0, hints: 0, dontKnow: 0 });
	await tap('Next message');
	await expect
		.element(page.getByRole('link', { name: 'Continue' }))
		.toHaveAttribute('href', '#next');
});

test('a verdict that does not fit is looked at again, with the why, and counts as a miss', async () => {
	const { page, tap, onpractised } = await practise();
	await tap(/Library/);
	await tap('It is a scam');
	await expect.element(page.getByText('Look at it once more.')).toBeVisible();
	await expect.element(page.getByText('It asks for nothing.')).toBeVisible();
	await tap('Decide again');
	await tap('It is safe');
	for (const name of ['It is a scam', 'It is a scam']) {
		await tap('Next message');
		await tap(name);
	}
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 1, hints: 0, dontKnow: 0 });
});

test('"I don\'t know" is a good answer: it shows the why and is no miss', async () => {
	const { page, tap, onpractised } = await practise();
	await tap(/Parcel/);
	await tap("I don't know");
	await expect.element(page.getByText('It wants money.')).toBeVisible();
	await tap('Decide again');
	await tap('It is a scam');
	for (const name of ['It is safe', 'It is a scam']) {
		await tap('Next message');
		await tap(name);
	}
	expect(onpractised).toHaveBeenCalledExactlyOnceWith({ misses: 0, hints: 0, dontKnow: 1 });
});

test('after two misses on one message, and not before, Show me and Ask my trainer come', async () => {
	const { page, tap } = await practise();
	await tap(/Parcel/);
	await tap('It is safe');
	expect(page.getByRole('button', { name: 'Show me' }).query()).toBeNull();
	await tap('Decide again');
	await tap('It is safe');
	await tap('Ask my trainer');
	await expect.element(page.getByText(/Show this screen to your trainer/)).toBeVisible();
	await tap('Show me');
	await expect.element(page.getByRole('button', { name: 'Tap here It is a scam' })).toBeVisible();
});

test('misses on another message do not bring Show me', async () => {
	const { page, tap } = await practise();
	await tap(/Parcel/);
	await tap('It is safe');
	await tap('Decide again');
	await tap('It is a scam');
	await tap('Next message');
	await tap('It is a scam');
	await expect.element(page.getByText('Look at it once more.')).toBeVisible();
	expect(page.getByRole('button', { name: 'Show me' }).query()).toBeNull();
});

test('the practice can be done again from the beginning', async () => {
	const { page, tap } = await practise();
	await tap(/Parcel/);
	await tap('It is a scam');
	await tap('Next message');
	await tap('It is safe');
	await tap('Next message');
	await tap('It is a scam');
	await tap('Next message');
	await tap('Practise again');
	await expect.element(page.getByRole('heading')).toHaveTextContent('Messages');
	expect(page.getByText('New', { exact: true }).elements()).toHaveLength(3);
});

test('the keyboard alone is enough: after each answer the focus is on the way on', async () => {
	const { page, onpractised } = await practise();
	page
		.getByRole('button', { name: /Parcel/ })
		.element()
		.focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('heading')).toHaveFocus();
	await userEvent.keyboard('{Tab}{Enter}');
	await expect.element(page.getByRole('button', { name: 'Next message' })).toHaveFocus();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('heading')).toHaveTextContent('Library');
	await userEvent.keyboard('{Tab}{Tab}{Enter}');
	await expect.element(page.getByRole('button', { name: 'Next message' })).toHaveFocus();
	await userEvent.keyboard('{Enter}');
	await expect.element(page.getByRole('heading')).toHaveTextContent('Unknown');
	await userEvent.keyboard('{Tab}{Enter}');
	expect(onpractised).toHaveBeenCalledOnce();
});
