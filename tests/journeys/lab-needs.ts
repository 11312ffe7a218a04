/** What a trainer tells the city for others in a session: of the group, for a person, from a form on paper. */
import { expect, type Locator, type Page } from '@playwright/test';
import { photograph, pointCamera } from './camera.ts';
import { readPicture } from './lab-people.ts';
import { wordsOf } from './people.ts';

const t = wordsOf('es');
const leads = wordsOf('es', 'trainer');

/** Each way to tell for others, with what is said in these journeys. */
export const toldTogether = {
	group: 'Queremos una rampa en la biblioteca.',
	behalf: 'Busco clases de ordenador.',
	paper: 'Más bancos en la plaza.'
} as const;

const read = async (code: Locator) => readPicture(await photograph(code));
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** She prints one form. Gives its part for the trainer as a picture, and what is read on the part that is torn off. */
export async function printForm(trainer: Page, origin: string) {
	await trainer.goto(`${origin}/es/trainer/papers`);
	await trainer.locator('#many').fill('1');
	await button(trainer, leads('papers.make')).click();
	const form = await photograph(trainer.locator('[data-paper-code]'));
	return { form, torn: await read(trainer.locator('.tear .picture')) };
}

/** The four screens, the same as a citizen's own; up to the slip. */
export async function say(trainer: Page, words: string): Promise<void> {
	await trainer.getByRole('radio', { name: t('topics.access'), exact: true }).check();
	await trainer.getByRole('link', { name: t('tell.topic.continue') }).click();
	await trainer.getByRole('textbox', { name: t('tell.words.label') }).fill(words);
	await trainer.locator('#words .thumb a').click();
	await trainer.getByRole('radio', { name: 'El Raval' }).check();
	await trainer.locator('#place .thumb a').click();
	await expect(trainer.locator('#check .said')).toHaveText(words);
	await button(trainer, t('tell.check.send')).click();
	await expect(trainer.getByRole('heading', { level: 1 })).toHaveText(leads('together.kept'));
}

/** From the running session: a group of twelve, whose slip is handed over. Gives what is read on the slip. */
export async function tellForGroup(trainer: Page, origin: string): Promise<string> {
	await trainer.getByRole('link', { name: leads('together.menu') }).click();
	await button(trainer, new RegExp(leads('together.group'))).click();
	await trainer.getByLabel(leads('together.people')).fill('12');
	await button(trainer, leads('trainer.join.next')).click();
	await expect(trainer.getByText(t('consent.slip'))).toBeVisible();
	await button(trainer, leads('together.yes')).click();
	await trainer.getByRole('radio', { name: t('topics.access'), exact: true }).check();
	// the battery dies: it is there again
	await trainer.goto(`${origin}/es/trainer/session/tell`);
	await button(trainer, leads('lead.goOn')).click();
	await say(trainer, toldTogether.group);
	const slip = await read(trainer.locator('.code .picture'));
	await button(trainer, leads('together.handed')).click();
	await button(trainer, leads('together.next')).click();
	return slip;
}

/** Then somebody of the list, who does not take her slip yet. */
export async function tellForPerson(trainer: Page, nickname: string): Promise<void> {
	await button(trainer, new RegExp(leads('together.behalf'))).click();
	await trainer.getByRole('button', { name: nickname, exact: true }).click();
	await button(trainer, leads('together.yes')).click();
	await say(trainer, toldTogether.behalf);
	await button(trainer, leads('together.next')).click();
}

/** Then a form that somebody filled in by hand; she is at the session again after it. */
export async function enterForm(trainer: Page, form: Buffer, video: string): Promise<void> {
	await pointCamera(video, [form]);
	await button(trainer, new RegExp(leads('together.paper'))).click();
	await trainer.getByLabel(leads('together.written')).fill('2026-10-30');
	await button(trainer, leads('trainer.join.next')).click();
	await button(trainer, leads('together.tickedYes')).click();
	await say(trainer, toldTogether.paper);
	await expect(trainer.getByText(leads('together.paperKept'))).toBeVisible();
	await trainer.getByRole('link', { name: leads('together.toSession') }).click();
}
