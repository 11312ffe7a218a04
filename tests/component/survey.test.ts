// A survey on the phone: one question a screen, each tap kept, back loses nothing, and it is looked at before it goes.
import { beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../src/lib/ui/tokens.css';
import '../../src/lib/ui/base.css';
import '../../src/lib/ui/elements.css';
import type { Component } from 'svelte';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { answerOwner } from '../../src/lib/domain/media.ts';
import { citizenWords, type CitizenWords } from '../../src/lib/i18n/translator.ts';
import Ask from '../../src/routes/[lang=lang]/survey/Ask.svelte';
import type { Survey } from '../../src/lib/domain/survey.ts';
import { withFull } from '../faults/full-memory.ts';
import { internet } from '../integration/asked.ts';
import { emptyPhone } from './empty-phone.ts';
import InWords from './learn-in-words.svelte';

const id = '0199aaaa-0000-7000-8000-000000000000';
const asked = {
	...{ id, revision: 1, publishedAt: '2026-03-01T10:00:00Z', own: 'es' as const },
	...{ target: { kind: 'all' as const }, survey: internet }
};

let t: CitizenWords;

beforeEach(async () => {
	t = await citizenWords('es', 'phone', 'lab');
	await emptyPhone();
	vi.restoreAllMocks();
	await page.viewport(320, 568);
});

/** A number, a neighbourhood, and several of some. */
const street: Survey = {
	...{ title: { es: 'Su calle' }, intro: { es: 'Tres preguntas.' } },
	questions: [
		{
			id: 'years',
			kind: 'number',
			required: true,
			least: 0,
			most: 99,
			texts: { es: '¿Cuántos años?' }
		},
		{ id: 'where', kind: 'place', required: true, texts: { es: '¿En qué barrio?' } },
		{
			...{ id: 'lacks', kind: 'many', required: false, texts: { es: '¿Qué falta?' } },
			options: ['Bancos', 'Luz', 'Agua'].map((es, at) => ({ id: `o${at}`, texts: { es } }))
		}
	]
};

async function draw(answers?: object, survey: Survey = internet, spoken?: string[]) {
	const onclose = vi.fn();
	await render(InWords, {
		t,
		what: Ask as unknown as Component<Record<string, unknown>>,
		given: {
			...{
				asked: { ...asked, survey },
				neighbourhoods: [{ id: 'centro', name: 'Centro' }],
				lang: 'es',
				onclose
			},
			kept: answers && { answers, spoken, by: 'A'.repeat(22), track: 'begun' }
		}
	});
	return onclose;
}
const kept = async () => (await device.facts.get('surveys'))?.value as object | undefined;
const next = () => page.getByRole('button', { name: t('tell.words.continue'), exact: true });
const question = (words: string) => expect.element(page.getByRole('heading', { name: words }));

test('where an answer is wanted she is asked for it, and each tap is kept on this phone', async () => {
	await draw();
	await question('¿Tiene internet?').toBeVisible();
	await next().click();
	await expect.element(page.getByRole('alert')).toHaveTextContent(t('survey.please'));
	await page.getByRole('radio', { name: 'Sí' }).click();
	await expect.poll(kept).toMatchObject({ [id]: { answers: { have: 'yes' } } });
	await next().click();
	await question('¿Cómo va?').toHaveFocus();
	// the main action is seen without scrolling
	const { bottom } = next().element().getBoundingClientRect();
	expect(bottom).toBeLessThanOrEqual(568);
});

test('what she chose leads her on, back loses nothing, and not knowing is an answer', async () => {
	const onclose = await draw();
	await page.getByRole('radio', { name: 'No', exact: true }).click();
	await next().click();
	await question('¿Por qué no?').toHaveFocus();
	await userEvent.fill(page.getByRole('textbox'), 'Es caro');
	await page.getByRole('button', { name: t('shell.back') }).click();
	await expect.element(page.getByRole('radio', { name: 'No', exact: true })).toBeChecked();
	await next().click();
	await expect.element(page.getByRole('textbox')).toHaveValue('Es caro');
	await page.getByRole('button', { name: t('survey.unknown') }).click();
	await expect.poll(kept).toMatchObject({ [id]: { answers: { have: 'no', why: null } } });
	await question(t('survey.check')).toBeVisible();
	expect(onclose).not.toHaveBeenCalled();
});

test('opened again she goes on at the first question without an answer, and may change each', async () => {
	await draw({ have: 'yes', good: 4, gone: 'x' });
	await question(t('survey.check')).toBeVisible();
	await page.getByRole('button', { name: /Cambiar.*¿Cómo va/ }).click();
	await question('¿Cómo va?').toHaveFocus();
	await expect
		.element(page.getByRole('radio', { name: t('survey.face.4'), exact: true }))
		.toBeChecked();
});

test('told, it waits on this phone with those answers alone to which her way led', async () => {
	await draw({ have: 'some', good: 2, why: 'before she changed her mind' });
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect.element(page.getByText(t('messages.track.phone'))).toBeVisible();
	const [entry] = await device.outbox.toArray();
	expect(entry?.envelope).toMatchObject({
		kind: 'answer',
		body: { survey: id, revision: 1, answers: { have: 'some', good: 2 } }
	});
	expect(JSON.stringify(entry?.envelope)).not.toMatch(/changed her mind|person|session/);
});

test('a number, a neighbourhood and several things are told by tap, and a number out of bounds is asked for again', async () => {
	await draw(undefined, street);
	await page.getByRole('textbox').fill('120');
	await next().click();
	await expect.element(page.getByRole('alert')).toHaveTextContent(t('survey.please'));
	await page.getByRole('textbox').fill('12');
	await next().click();
	await question('¿En qué barrio?').toHaveFocus();
	await page.getByRole('radio', { name: 'Centro' }).click();
	await next().click();
	await question('¿Qué falta?').toHaveFocus();
	for (const name of ['Bancos', 'Agua']) await page.getByRole('checkbox', { name }).click();
	const answers = { years: 12, where: 'centro', lacks: ['o0', 'o2'] };
	await expect.poll(kept).toMatchObject({ [id]: { answers } });
	await next().click();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect.element(page.getByText(t('messages.track.phone'))).toBeVisible();
	const [entry] = await device.outbox.toArray();
	expect(entry?.envelope).toMatchObject({ kind: 'answer', body: { answers } });
});

/** What is posted to the city, of which the first gets no answer, and the next ones that it was taken there. */
function answering(taken: string) {
	const posted: [string, FormDataEntryValue][][] = [];
	const data = JSON.stringify([{ taken: 1 }, taken]);
	vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
		posted.push([...(init?.body as FormData)]);
		if (posted.length === 1) throw new TypeError('fetch failed');
		return Response.json({ type: 'success', status: 200, data });
	});
	return posted;
}

test.each([
	['at-city', 'messages.track.sent'],
	['at-hub', 'messages.sending.at-lab']
] as const)(
	'answers that this phone cannot keep go straight to the city at the next tap, and stay on the screen until then: %s',
	async (taken, said) => {
		const posted = answering(taken);
		await draw({ years: 44, where: 'centro', lacks: ['o0', 'o2'] }, street);
		const send = page.getByRole('button', { name: t('tell.check.send') });
		const alert = page.getByRole('alert');
		await withFull(device.outbox, 'creating', async () => {
			await send.click();
			await expect.element(alert).toHaveTextContent(t('tell.problems.notKept'));
			expect(posted).toEqual([]);
			await send.click();
			await expect.poll(() => posted.length).toBe(1);
			await expect.element(alert).toBeVisible();
			// two taps are one sending
			await send.dblClick();
			await expect.element(page.getByText(t(said))).toBeVisible();
		});
		expect(posted).toHaveLength(2);
		expect(posted[1]).toEqual([
			['survey', id],
			['id', expect.stringMatching(/^[0-9a-f-]{36}$/)],
			['by', 'A'.repeat(22)],
			['a-years', '44'],
			['a-where', 'centro'],
			['a-lacks', 'o0'],
			['a-lacks', 'o2']
		]);
	}
);

test('what she spoke waits for room on this phone, and no half of it is sent', async () => {
	const posted = answering('at-city');
	await keepMedia('voice', 'audio/webm', new Uint8Array([1]), { owner: answerOwner(id, 'why') });
	await draw({ have: 'no', why: null }, internet, ['why']);
	const send = page.getByRole('button', { name: t('tell.check.send') });
	await withFull(device.outbox, 'creating', async () => {
		await send.click();
		await expect.element(page.getByRole('alert')).toBeVisible();
	});
	await send.click();
	await expect.element(page.getByText(t('messages.track.phone'))).toBeVisible();
	expect(posted).toEqual([]);
});
