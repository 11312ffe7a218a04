/** What the people of a journey do, in the words that they see. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type BrowserContext, type Page } from '@playwright/test';

type Words = { [key: string]: string | Words };

const root = join(import.meta.dirname, '../..');

/** The words of a language by key, as they stand in its files. */
export function wordsOf(
	lang: string,
	people: 'citizen' | 'phone' | 'lab' | 'trainer' | 'staff' = 'citizen'
) {
	const read = (folder: string) =>
		JSON.parse(readFileSync(join(root, `src/lib/i18n/${folder}/${lang}.json`), 'utf8')) as Words;
	const words =
		people === 'citizen'
			? { ...read('citizen'), ...read('lesson'), ...read('phone'), ...read('lab') }
			: read(people);
	return (key: string): string => {
		const found = key
			.split('.')
			.reduce<Words | string | undefined>(
				(part, name) => (typeof part === 'object' ? part[name] : undefined),
				words
			);
		if (typeof found !== 'string') throw new Error(`no words for ${key} in ${lang}`);
		return found;
	};
}

export const staffAccount = {
	name: 'Amina Ferrer',
	email: 'amina@city.example',
	password: 'a long walk to the square'
};

/** The first account and a small city, by the page behind the one-time link. */
export async function setUpCity(page: Page, setupLink: string): Promise<void> {
	await page.goto(setupLink);
	await page.locator('[name=name]').fill(staffAccount.name);
	await page.locator('[name=email]').fill(staffAccount.email);
	await page.locator('[name=password]').fill(staffAccount.password);
	await page.locator('input[name=city]').fill('Vila Nova');
	await page.locator('textarea[name=neighbourhoods]').fill('Centre\nEl Raval\nSant Martí');
	await page.locator('form [type=submit], form button').first().click();
	await expect(page).toHaveURL(/\/staff$/);
}

/** An admin who is signed in invites a coordinator; her page, on a browser of her own, where she has just come in. */
export async function inviteColleague(
	admin: Page,
	context: BrowserContext,
	{ name, email }: { name: string; email: string }
): Promise<Page> {
	const { origin } = new URL(admin.url());
	await admin.goto(`${origin}/staff/people`);
	await admin.locator('input[name=email]').fill(email);
	await admin.locator('[name=role]').selectOption('coordinator');
	await admin.locator('form[action*=invite] button').click();
	const link = await admin.locator('#link').inputValue();
	const page = await context.newPage();
	await page.goto(link);
	await page.locator('[name=name]').fill(name);
	await page.locator('[name=password]').fill('four other plain words');
	await page.locator('main form button').click();
	await expect(page).toHaveURL(/\/staff$/);
	return page;
}

/** Staff who are signed in open a lab and plan a session there in three days, by their forms. */
export async function planSession(page: Page, origin: string, lab: string): Promise<void> {
	await page.goto(`${origin}/staff/labs`);
	await page.locator('[name=name]').fill(lab);
	await page.locator('[name=place]').selectOption({ label: 'El Raval' });
	await page.locator('[name=address]').fill('Carrer Nou 3');
	await page.locator('#lab button').click();
	await page.goto(`${origin}/staff/sessions/new`);
	const inThreeDays = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000);
	await page.locator('[name=day]').fill(inThreeDays.toLocaleDateString('sv'));
	await page.locator('[name=from]').fill('10:00');
	await page.locator('[name=to]').fill('12:00');
	await page.locator('[name=modules][value=scam-messages]').check();
	await page.locator('[name=languages][value=es]').check();
	await page.locator('main form button').click();
	await expect(page.locator('main table tbody tr')).toHaveCount(1);
}

/** Waits until the worker keeps the whole of a language, as its list says. */
export async function untilKept(page: Page, lang: string): Promise<void> {
	await expect
		.poll(
			() =>
				page.evaluate(async (wanted) => {
					const names = await caches.keys();
					const name = names.find(
						(each) => each.startsWith('pages ') && each.endsWith(` ${wanted}`)
					);
					if (!name) return false;
					const kept = await (await caches.open(name)).match('/pack-index');
					return Boolean(kept) && Boolean(navigator.serviceWorker.controller);
				}, lang),
			{ timeout: 30_000 }
		)
		.toBe(true);
}

/** Waits until the page's script runs: before, a form is posted as it stands, like without script. */
export async function untilAwake(page: Page): Promise<void> {
	await page.waitForFunction(() => window.plazaReady);
}

/** Tells a need screen by screen, up to the one that says where it is. */
export async function tellNeed(page: Page, lang: string, words: string): Promise<void> {
	const t = wordsOf(lang);
	await page.goto(new URL(`/${lang}/needs/new`, page.url()).href);
	await page.getByRole('radio', { name: t('topics.connection'), exact: true }).check();
	await page.getByRole('link', { name: t('tell.topic.continue') }).click();
	await page.getByRole('textbox', { name: t('tell.words.label') }).fill(words);
	await page
		.locator('#words')
		.getByRole('link', { name: t('tell.words.continue') })
		.click();
	await page.getByRole('radio', { name: 'El Raval' }).check();
	await page
		.locator('#place')
		.getByRole('link', { name: t('tell.place.continue') })
		.click();
	await expect(page.locator('#check .said')).toHaveText(words);
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	// only then is it kept: who leaves before is still asked to send it
	await expect(page.locator('#check')).toBeHidden();
}

/** Taps *Send now*, unless the phone has sent by itself just before. */
export async function tapTryNow(page: Page, lang: string): Promise<void> {
	const button = page.getByRole('button', { name: wordsOf(lang)('messages.tryNow') });
	await button.click({ timeout: 5000 }).catch(() => expect(button).toHaveCount(0));
}

/** A lesson from its first screen to its last: she reads, answers, practises with what she was shown. */
export async function doLesson(page: Page, lang: string): Promise<void> {
	const t = wordsOf(lang);
	const end = page.locator('section:target[id="lesson.done"]');
	for (let screen = 0; screen < 60; screen++) {
		if (await end.isVisible()) return;
		const here = page.locator('section:target');
		const again = here.getByRole('button', { name: t('practice.inbox.again') });
		if (await again.isVisible()) {
			await again.click();
			await here.getByRole('button', { name: t('practice.inbox.safe') }).click();
			continue;
		}
		const trap = here.getByRole('button', { name: t('practice.inbox.trap'), exact: true });
		if (await trap.isVisible()) {
			await trap.click();
			continue;
		}
		const onward = here.locator('.thumb .action:not(.second)');
		const message = here.locator('ul button.card');
		const choices = here.locator('details:not([open]) summary');
		if (await onward.last().isVisible()) await onward.last().click();
		else if (await message.first().isVisible()) await message.first().click();
		else {
			await choices.first().click();
			// the answer's own reply comes with the way on
			await expect(onward.last()).toBeVisible();
		}
	}
	await expect(end).toBeVisible();
}

/** No page of this context may break the content policy, throw, or ask a third party for anything. */
export function watchBehaviour(context: BrowserContext, home = 'localhost'): string[] {
	const faults: string[] = [];
	context.on('console', (message) => {
		const text = message.text();
		if (message.type() === 'error' && /Content Security Policy|Refused to/.test(text)) {
			faults.push(text);
		}
	});
	context.on('weberror', (error) => faults.push(String(error.error())));
	context.on('request', (request) => {
		const { protocol, hostname } = new URL(request.url());
		if (protocol.startsWith('http') && hostname !== home) faults.push(request.url());
	});
	return faults;
}

/** Makes this phone one that several people use. */
export async function makeShared(page: Page, origin: string, lang: string): Promise<void> {
	const t = wordsOf(lang);
	await page.goto(`${origin}/${lang}`);
	await untilKept(page, lang);
	await page.goto(`${origin}/${lang}/help`);
	await page.getByText(t('shared.title')).first().click();
	await page.getByRole('button', { name: t('shared.begin') }).click();
	await expect(page.getByRole('button', { name: t('shell.finished') })).toBeVisible();
}

/** Fills in a field of the staff's, which may be folded away with its language. */
export async function fillFolded(desk: Page, name: string, text: string): Promise<void> {
	const field = desk.locator(`[name=${name}]`);
	await field.waitFor({ state: 'attached' });
	const folded = desk.locator('details:not([open])').filter({ has: field });
	if (!(await field.isVisible())) await folded.locator('summary').first().click();
	await field.fill(text);
}
