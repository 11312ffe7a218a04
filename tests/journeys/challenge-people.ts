/** From a need to a challenge, in journeys: who tells one, who waits until a phone has the page, who writes the challenge. */
import { expect, type Browser, type Page } from '@playwright/test';
import { fillFolded, setUpCity, tellNeed, untilAwake, untilKept, wordsOf } from './people.ts';

const t = wordsOf('es');
const words = wordsOf('en', 'staff');

/** The desk of a city's first admin. */
export async function aDesk(browser: Browser, setupLink: string): Promise<Page> {
	const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await setUpCity(desk, setupLink);
	return desk;
}

/** On a phone that comes to the city for the first time, she tells a need, and it is sent. */
export async function tellAndSend(page: Page, origin: string, said: string): Promise<void> {
	await page.goto(`${origin}/es`);
	await untilKept(page, 'es');
	await tellNeed(page, 'es', said);
	await expect(page.locator('main ol .sent')).toBeVisible();
}

/** Waits until the phone has kept the page of this path, with these words on it. */
export async function untilPageKept(page: Page, path: string, said = ''): Promise<void> {
	const isKept = () =>
		page.evaluate(
			async ([path, said]) => (await (await caches.match(path))?.text())?.includes(said) ?? false,
			[path, said] as const
		);
	await expect.poll(isKept, { timeout: 30_000 }).toBe(true);
}

/**
 * Staff come from the need, write a challenge in Spanish and open it; gives its id.
 * @param need what stands on the need's line in the inbox
 */
export async function openChallenge(
	desk: Page,
	origin: string,
	need: RegExp,
	texts?: Parameters<typeof writeAndOpen>[1]
): Promise<string> {
	await desk.goto(`${origin}/staff`);
	await desk.getByRole('link', { name: need }).click();
	return writeAndOpen(desk, texts);
}

/** From the page of a need or theme: staff write a challenge in Spanish and open it; gives its id. */
export async function writeAndOpen(
	desk: Page,
	{ who = 'Familias con niños', what = 'saber las horas', why = 'no esperar', place = '' } = {}
): Promise<string> {
	await desk.getByRole('link', { name: words('challenges.add') }).click();
	if (place) await desk.locator('[name=place]').selectOption({ label: place });
	for (const [part, text] of Object.entries({ who, what, why })) {
		await fillFolded(desk, `${part}-es`, text);
	}
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await desk.getByRole('button', { name: words('challenges.open') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('challenges.done.opened'));
	return /challenges\/([^?]+)/.exec(desk.url())?.[1] ?? '';
}

/** From the open challenge's page: staff decide that it is done, and publish it. */
export async function decide(desk: Page, what: string): Promise<void> {
	await desk.getByRole('link', { name: words('decisions.add') }).click();
	await desk.locator('[name=outcome]').selectOption('yes');
	await desk.locator('[name=cost]').selectOption('to-100000');
	await fillFolded(desk, 'what-es', what);
	await fillFolded(desk, 'when-es', 'En primavera');
	await fillFolded(desk, 'who-es', 'Los centros de salud');
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('decisions.done.written'));
	await desk.getByRole('button', { name: words('decisions.publish') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('decisions.done.published'));
}

/** From the open challenge's page: staff try something out for everybody, until the far end; gives the pilot's id. */
export async function tryOut(desk: Page, what: string, who = 'Todo el barrio'): Promise<string> {
	await desk.getByRole('link', { name: words('pilots.add') }).click();
	await desk.locator('[name=from]').fill('2026-01-10');
	await desk.locator('[name=until]').fill('2099-12-31');
	await fillFolded(desk, 'what-es', what);
	await fillFolded(desk, 'who-es', who);
	await desk.getByRole('button', { name: words('challenges.keep') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('pilots.done.written'));
	await desk.getByRole('button', { name: words('pilots.publish') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('pilots.done.published'));
	return /pilots\/([^?]+)/.exec(desk.url())?.[1] ?? '';
}

/** From the pilot's page: staff ask how it is, by the template of a feedback round. */
export async function askHowItIs(desk: Page): Promise<void> {
	await desk.getByRole('button', { name: words('pilots.feedback.begin') }).click();
	await desk.getByRole('button', { name: words('surveys.publish'), exact: true }).click();
	await expect(desk.getByRole('status')).toHaveText(words('surveys.isPublished'));
}

/** From the open challenge's page: staff ask everybody these three statements. Gives the round's id. */
export async function askRound(desk: Page, statements: readonly string[]): Promise<string> {
	await desk.getByRole('button', { name: words('rounds.add') }).click();
	for (const [at, text] of statements.entries())
		await fillFolded(desk, `text-new${at + 1}-es`, text);
	await desk.getByRole('button', { name: words('rounds.keep'), exact: true }).click();
	await expect(desk.locator('.notice')).toHaveText(words('rounds.done.changed'));
	await desk.getByRole('button', { name: words('rounds.open') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('rounds.done.opened'));
	return /rounds\/([^?]+)/.exec(desk.url())?.[1] ?? '';
}

/**
 * From the open challenge's page: staff ask everybody what comes first of these things, with points, or within a sum where
 * there are costs. Gives the prioritising's id.
 */
export async function askPriorities(
	desk: Page,
	things: Record<string, string>,
	sum?: string
): Promise<string> {
	await desk.getByRole('button', { name: words('priorities.add') }).click();
	if (sum) {
		await desk.locator('[name=way][value=budget]').check();
		await desk.locator('[name=sum]').fill(sum);
	}
	for (const [at, [text, cost]] of Object.entries(things).entries()) {
		await fillFolded(desk, `text-new${at + 1}-es`, text);
		await desk.locator(`[name=cost-new${at + 1}]`).fill(cost);
	}
	await desk.getByRole('button', { name: words('rounds.keep'), exact: true }).click();
	await expect(desk.locator('.notice')).toHaveText(words('rounds.done.changed'));
	await desk.getByRole('button', { name: words('rounds.open') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('rounds.done.opened'));
	return /prioritisings\/([^?]+)/.exec(desk.url())?.[1] ?? '';
}

/** From the challenge's page with an idea that waits: staff publish it as it was said. */
export async function publishIdea(desk: Page, origin: string, challenge: string): Promise<void> {
	await desk.goto(`${origin}/staff/challenges/${challenge}/ideas?state=waiting`);
	await desk.getByRole('link', { name: words('ideas.look') }).click();
	await desk.getByRole('button', { name: words('ideas.publish') }).click();
	await expect(desk.locator('.notice')).toHaveText(words('ideas.done.published'));
}

/** On the challenge's page of a phone: she says an idea, which everybody may read. */
export async function sayIdea(page: Page, said: string): Promise<void> {
	await page.getByRole('link', { name: t('idea.say') }).click();
	await expect(page.getByLabel(t('idea.mine'))).toBeVisible();
	await untilAwake(page);
	await page.getByLabel(t('idea.mine')).fill(said);
	await page.getByLabel(t('idea.publish')).check();
	await page.getByRole('button', { name: t('tell.check.send') }).click();
	await expect(page.locator('.own [role=status]')).toBeVisible();
}
