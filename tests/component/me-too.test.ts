/** *Me too* on a phone without room: it is said, nothing is shown as said that is not, and later the same tap counts. */
import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import { withFull } from '../faults/full-memory.ts';
import { device } from '../../src/lib/device/database.ts';
import { tellIdea } from '../../src/lib/device/ideas.ts';
import { citizenWords, type CitizenWords } from '../../src/lib/i18n/translator.ts';
import Ideas from '../../src/routes/[lang=lang]/neighbourhood/Ideas.svelte';
import MeToo from '../../src/routes/[lang=lang]/neighbourhood/MeToo.svelte';
import { emptyPhone } from './empty-phone.ts';
import InWords from './learn-in-words.svelte';

const thing = '0199aaaa-0000-7000-8000-000000000000';
let t: CitizenWords;

beforeEach(async () => {
	t = await citizenWords('es', 'phone', 'lab');
	await emptyPhone();
	await page.viewport(320, 568);
});

const draw = (what: unknown, given: object) =>
	render(InWords, { t, what: what as Component<Record<string, unknown>>, given });
const alert = () => page.getByRole('alert');

test('a tap that the phone has no room for says so, and with room the same tap is kept', async () => {
	await draw(MeToo, { thing, lang: 'es', own: undefined });
	const tap = page.getByRole('button', { name: t('neighbourhood.meToo') });
	await withFull(device.outbox, 'creating', async () => {
		await tap.click();
		await expect.element(alert()).toHaveTextContent(t('proof.notKept'));
	});
	expect(await device.facts.get('supports')).toBeUndefined();
	await tap.click();
	await expect.element(alert()).not.toBeInTheDocument();
	await expect.poll(() => device.facts.get('supports')).toBeDefined();
});

test('an idea that the city did not take says that it needs her, and is not called saved and on its way', async () => {
	await tellIdea({ challenge: thing, words: 'Un cartel', people: 1, publish: true }, 'es');
	await device.outbox.toCollection().modify({ problem: 'too-long' });
	await draw(Ideas, {
		...{ challenge: thing, topic: 'access', ideas: [], lang: 'es', isOpen: true, own: {} }
	});
	await expect.element(page.getByText(t('messages.track.needs-you'))).toBeVisible();
	await expect.element(page.getByText(t('messages.track.phone'))).not.toBeInTheDocument();
	const why = page.getByRole('link', { name: t('messages.title') });
	await expect.element(why).toHaveAttribute('href', '/es/needs');
	await expect.element(page.getByRole('button', { name: t('messages.mend.again') })).toBeVisible();
});

test('an idea that cannot be taken back for want of room says so, and is still there', async () => {
	await tellIdea({ challenge: thing, words: 'Un cartel', people: 1, publish: true }, 'es');
	await draw(Ideas, {
		...{ challenge: thing, topic: 'access', ideas: [], lang: 'es', isOpen: true, own: {} }
	});
	const tap = page.getByRole('button', { name: t('idea.takeBack') });
	await withFull(device.outbox, 'creating', async () => {
		await tap.click();
		await expect.element(alert()).toHaveTextContent(t('proof.notKept'));
	});
	await expect.element(page.getByText('Un cartel')).toBeVisible();
	await tap.click();
	await expect.element(page.getByText('Un cartel')).not.toBeInTheDocument();
});
