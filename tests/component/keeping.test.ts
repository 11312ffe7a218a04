/** Before anybody relies on this phone with an idea or a survey it says how far it keeps what it is told; what it cannot keep may go straight to the city. */
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Component } from 'svelte';
import { withFull } from '../faults/full-memory.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { ideaOwner } from '../../src/lib/domain/media.ts';
import { citizenWords, type CitizenWords } from '../../src/lib/i18n/translator.ts';
import Idea from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/idea/+page.svelte';
import Surveys from '../../src/routes/[lang=lang]/survey/+page.svelte';
import { internet } from '../integration/asked.ts';
import { emptyPhone } from './empty-phone.ts';
import InWords from './learn-in-words.svelte';

const id = '0199aaaa-0000-7000-8000-000000000000';
let t: CitizenWords;

beforeEach(async () => {
	vi.restoreAllMocks();
	t = await citizenWords('es', 'phone', 'lab');
	await emptyPhone();
});

const draw = (what: unknown, given: object) =>
	render(InWords, { t, what: what as Component<Record<string, unknown>>, given });

const idea = () => {
	const challenge = { id, lang: 'es', what: '¿Cómo cruzamos la calle?' };
	return draw(Idea, { data: { t, lang: 'es', challenge }, form: null });
};

const surveys = () => {
	const asked = { id, own: 'es', target: { kind: 'all' }, survey: internet };
	const data = { t, lang: 'es', surveys: [asked], neighbourhoods: [] };
	return draw(Surveys, { data, form: null });
};

const isOpen = () => expect.element(page.getByText(t('voice.who'))).toBeVisible();
const send = () => page.getByRole('button', { name: t('tell.check.send') });

test.each([
	['an idea', idea],
	['a survey', surveys]
])('a private window says so before she tells %s', async (_, open) => {
	vi.spyOn(navigator.storage, 'getDirectory').mockRejectedValue(new DOMException('no'));
	await open();
	const said = page.getByRole('status').first();
	await expect.element(said).toHaveTextContent(`${t('keeping.private')} ${t('keeping.more')}`);
});

test('the browser is asked to keep what is told, also where that is an idea first', async () => {
	const persist = vi.spyOn(navigator.storage, 'persist').mockResolvedValue(true);
	const stay = (event: Event) => event.preventDefault();
	// the next page is none of this test's
	const { navigation } = window as unknown as { navigation: EventTarget };
	navigation.addEventListener('navigate', stay);
	onTestFinished(() => navigation.removeEventListener('navigate', stay));
	await idea();
	await isOpen();
	await page.getByRole('textbox').fill('Un paso de cebra');
	await send().click();
	await expect.poll(() => persist.mock.calls.length).toBe(1);
	await expect.poll(() => device.facts.get('persisted')).toMatchObject({ value: true });
});

test('an idea that this phone cannot keep goes straight to the city with its voice, at the second tap', async () => {
	const voice = new Uint8Array([1, 2, 3]);
	await keepMedia('voice', 'audio/webm', voice, { owner: ideaOwner(id) });
	const posted: FormData[] = [];
	vi.spyOn(HTMLFormElement.prototype, 'submit').mockImplementation(function (
		this: HTMLFormElement
	) {
		posted.push(new FormData(this));
	});
	await idea();
	await expect.element(page.getByRole('button', { name: t('voice.remove') })).toBeVisible();
	await page.getByRole('textbox').fill('Un paso de cebra');
	await withFull(device.outbox, 'creating', async () => {
		await send().click();
		await expect.element(page.getByRole('alert')).toBeVisible();
		expect(posted).toEqual([]);
		await send().click();
		await expect.poll(() => posted.length).toBe(1);
	});
	const [form] = posted;
	expect(form?.get('words')).toBe('Un paso de cebra');
	expect(form?.get('code')).toMatch(/^[0-9A-Z]{16}$/);
	const heard = new Uint8Array(await (form?.get('voice') as File).arrayBuffer());
	expect(heard).toEqual(voice);
});
