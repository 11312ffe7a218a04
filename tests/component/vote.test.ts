// A vote on the phone of whoever takes part: one thing after the other, whoever taps twice.
import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import { openVote, readVote } from '../../src/lib/device/session/vote.ts';
import { ballotOf } from '../../src/lib/domain/workshop/ballot.ts';
import { citizenWords, type CitizenWords } from '../../src/lib/i18n/translator.ts';
import Vote from '../../src/routes/[lang=lang]/session/Vote.svelte';
import { emptyPhone } from './empty-phone.ts';
import InWords from './learn-in-words.svelte';

const session = '0199aaaa-0000-7000-8000-000000000001';
const ballot = ballotOf(session, [
	{ name: 'Una plaza para todos', topic: 'access' },
	{ name: 'Ayuda con el ordenador', topic: 'other' }
]);
let t: CitizenWords;

beforeEach(async () => {
	t = await citizenWords('es', 'phone', 'lab');
	await emptyPhone();
	await page.viewport(320, 568);
});

test('two taps on one thing are no word on the next: she is asked about each', async () => {
	const joined = { id: session, person: 'AAAAAAAAAAAAAAAA' };
	await render(InWords, {
		t,
		what: Vote as unknown as Component<Record<string, unknown>>,
		given: { joined, own: await openVote(ballot), onclose: () => undefined }
	});
	const yes = page.getByRole('button', { name: t('workshop.yes') }).element() as HTMLElement;
	yes.click();
	yes.click();
	await expect.element(page.getByRole('heading', { name: 'Ayuda con el ordenador' })).toBeVisible();
	await page.getByRole('button', { name: t('workshop.not') }).click();
	await expect.element(page.getByRole('heading', { name: t('workshop.dots') })).toBeVisible();
	expect((await readVote(session))?.votes).toEqual([1, -1]);
});
