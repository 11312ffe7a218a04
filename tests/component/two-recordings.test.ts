/** Two recordings where one goes, of two visits or two pages: none pushes the other aside, and she is asked which stays. */
import { beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../src/lib/ui/tokens.css';
import '../../src/lib/ui/base.css';
import '../../src/lib/ui/elements.css';
import type { Component } from 'svelte';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import { citizenWords, type CitizenWords } from '../../src/lib/i18n/translator.ts';
import Idea from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/idea/+page.svelte';
import Ask from '../../src/routes/[lang=lang]/survey/Ask.svelte';
import { internet } from '../integration/asked.ts';
import { emptyPhone } from './empty-phone.ts';
import InWords from './learn-in-words.svelte';

const id = '0199aaaa-0000-7000-8000-000000000000';
let t: CitizenWords;

beforeEach(async () => {
	t = await citizenWords('es', 'phone', 'lab');
	document.documentElement.classList.add('js');
	await emptyPhone();
	await page.viewport(320, 568);
});

const draw = (what: unknown, given: object) =>
	render(InWords, { t, what: what as Component<Record<string, unknown>>, given });

const drawIdea = () =>
	draw(Idea, {
		data: { t, lang: 'es', challenge: { id, what: 'Sombra en la plaza', lang: 'es' } },
		form: null
	});

/** She speaks, on another page or at another visit. */
async function speak(owner: string, ...bytes: number[]) {
	const { id } = await keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { owner: 'visit' });
	await device.media.update(id, { owner });
}

type Button = 'voice.remove' | 'voice.again' | 'tell.words.continue' | 'tell.check.send';
const named = (key: Button) => page.getByRole('button', { name: t(key) });
const asked = () => expect.element(page.getByText(t('voice.notes.too-many'))).toBeVisible();

test('of an idea she hears both, and nothing goes before she took one away', async () => {
	await speak(ideaOwner(id), 1);
	await speak(ideaOwner(id), 2);
	await drawIdea();
	await asked();
	expect(named('voice.remove').all()).toHaveLength(2);
	await named('tell.check.send').click();
	await asked();
	await expect.element(page.getByText(t('voice.notes.too-many'))).toBeInViewport();
	expect(await device.outbox.count()).toBe(0);
	expect(await listMedia(ideaOwner(id))).toHaveLength(2);
});

test('what another page of hers recorded meanwhile is shown, and not recorded over', async () => {
	await drawIdea();
	await page.getByRole('button', { name: t('voice.start'), exact: false }).click();
	await expect.element(page.getByText('0:01 /', { exact: false })).toBeVisible();
	await page.getByRole('button', { name: t('voice.stop'), exact: false }).click();
	await expect.element(named('voice.again')).toBeVisible();
	await speak(ideaOwner(id), 1);
	await named('voice.again').click();
	await asked();
	expect(named('voice.remove').all()).toHaveLength(2);
	expect(await listMedia(ideaOwner(id))).toHaveLength(2);
});

/** Is it said where the buttons that stay below do not hide it? */
function isAboveTheBar(): boolean {
	const note = page.getByText(t('voice.notes.too-many')).element().getBoundingClientRect();
	const { top } = named('tell.words.continue').element().getBoundingClientRect();
	return note.top > 0 && note.bottom <= top;
}

test('of an answer she is led to the question, and goes on with one', async () => {
	const owner = answerOwner(id, 'why');
	await speak(owner, 1);
	await speak(owner, 2);
	await draw(Ask, {
		...{ asked: { id, revision: 1, own: 'es', survey: internet }, neighbourhoods: [] },
		...{ lang: 'es', onclose: () => undefined },
		kept: { answers: { have: 'no' }, by: 'A'.repeat(22), track: 'begun', spoken: ['why', 'why'] }
	});
	await asked();
	await named('tell.words.continue').click();
	const question = page.getByRole('heading', { name: '¿Por qué no?' });
	await expect.element(question).toBeVisible();
	await expect.poll(isAboveTheBar).toBe(true);
	await named('voice.remove').first().click();
	await named('tell.words.continue').click();
	await named('tell.check.send').click();
	await expect.poll(() => device.outbox.count()).toBe(1);
	const [entry] = await device.outbox.toArray();
	expect(entry?.envelope?.media).toMatchObject([{ size: 1 }]);
});
