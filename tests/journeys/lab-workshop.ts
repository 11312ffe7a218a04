/** A workshop of a session, with a trainer's page and phones that have joined: what is put together, and who votes how. */
import { expect, type Page } from '@playwright/test';
import { photograph, pointCamera } from './camera.ts';
import { readPicture } from './lab-people.ts';
import { wordsOf } from './people.ts';

const look = { timeout: 30_000 };
const atLab = wordsOf('es', 'lab');
const leads = wordsOf('es', 'trainer');
const shop = (key: string) => leads(`wall.workshop.${key}`);
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** What two groups of needs share: the room is divided on the first, and agrees on the second. */
export const shared = { square: 'Una plaza para todos', help: 'Ayuda con el ordenador' };

/** What phones say to the first and the second, and where their dots go. */
const votes = [
	['yes', 'yes', shared.square],
	['not', 'yes', shared.help],
	['yes', 'neither', shared.help],
	['not', 'yes', shared.help],
	['yes', 'yes', shared.help]
] as const;

/**
 * From the running session: needs that were told and one that is typed come into two groups, and the ballot is shown. Gives
 * what is read on it.
 * @param told two needs that belong to the square, then one that asks for help
 */
export async function openVote(trainer: Page, told: [string, string, string]): Promise<string> {
	const typed = 'Pedir cita es difícil';
	await trainer.getByRole('link', { name: shop('title') }).click();
	for (const words of told) await button(trainer, words).click();
	await trainer.getByLabel(leads('wall.inWords')).fill(typed);
	await button(trainer, leads('wall.add')).click();
	await expect(trainer.locator('.said li')).toHaveCount(4);
	await button(trainer, shop('toGroup')).click();
	const [ramp, benches, classes] = told;
	for (const pair of [
		[ramp, benches],
		[classes, typed]
	]) {
		for (const words of pair) await button(trainer, words).click();
		await button(trainer, shop('together')).click();
	}
	await button(trainer, shop('toName')).click();
	await trainer.getByLabel(shop('share')).first().fill(shared.square);
	await trainer.getByLabel(shop('share')).last().fill(shared.help);
	await button(trainer, shop('toVote')).click();
	// the battery died
	await trainer.reload();
	for (const key of ['toGroup', 'toName', 'toVote']) await button(trainer, shop(key)).click();
	await button(trainer, leads('wall.big')).click();
	const ballot = await readPicture(await trainer.locator('[data-ballot]').screenshot());
	await button(trainer, leads('lead.close')).click();
	return ballot;
}

/** A phone votes: what it says to each thing, and three dots on the one of this name. */
async function vote(phone: Page, ballot: string, [square, help, dots]: (typeof votes)[number]) {
	await phone.goto(ballot);
	for (const [at, said] of [square, help].entries()) {
		await expect(phone.getByText(`${at + 1} de 2`)).toBeVisible();
		await phone.locator(`.way.${said}`).click();
	}
	for (let dot = 0; dot < 3; dot++) await button(phone, new RegExp(dots)).click();
	await button(phone, atLab('workshop.ready')).click();
	await expect(phone.locator('[data-vote] svg')).toBeVisible();
}

/** Five phones vote by their codes, which are scanned again and again; one person says her vote, and says it once more. */
export async function takeVotes(
	trainer: Page,
	{
		phones,
		ballot,
		video,
		without
	}: {
		phones: Page[];
		ballot: string;
		video: string;
		/** Her nickname, who has no phone. */
		without: string;
	}
): Promise<void> {
	const voting = phones.slice(0, votes.length);
	await Promise.all(votes.map((each, at) => vote(voting[at] as Page, ballot, each)));
	const codes: Buffer[] = [];
	for (const phone of voting) codes.push(await photograph(phone.locator('[data-vote]')));
	await pointCamera(video, codes, { each: 4, second: 4 });
	await button(trainer, shop('head.scan')).click();
	await expect(trainer.locator('.number')).toHaveText('5', look);
	await button(trainer, leads('lead.done')).click();
	await button(trainer, shop('head.hand')).click();
	for (const first of ['yes', 'not']) {
		await trainer
			.locator('button.card')
			.filter({ hasText: new RegExp(`^\\s*${without}\\b`) })
			.first()
			.click();
		await trainer.locator(`.way.${first}`).first().click();
		await trainer.locator('.way.yes').last().click();
		await button(trainer, shop('keepVote')).click();
		const took = shop('took').replace('{{name}}', without);
		await expect(trainer.getByText(took)).toBeVisible();
	}
}

/** The room sees what it agrees on, and on what it is divided; it is printed, and given to the city. */
export async function tellResult(
	trainer: Page,
	{ agreed, divided }: { agreed: string; divided: string }
): Promise<void> {
	await button(trainer, shop('head.result')).click();
	const found = trainer.locator('.paper .found > li');
	await expect(found.first()).toContainText(agreed);
	await expect(found.first()).toContainText(shop('says.agrees'));
	await expect(found.first()).toContainText(shop('most'));
	await expect(found.last()).toContainText(divided);
	await expect(found.last()).toContainText(shop('says.divided'));
	await trainer.emulateMedia({ media: 'print' });
	await expect(found.first()).toBeVisible();
	await expect(button(trainer, shop('tell'))).toBeHidden();
	await trainer.emulateMedia({ media: 'screen' });
	await button(trainer, shop('tell')).click();
	await expect(trainer.getByText(shop('told'))).toBeVisible();
}

/** What the city has to have of it: six votes, each once, and how many of its needs were told to it. */
export const workshopHeld = {
	...{ way: 'codes', people: 6, opinion_groups: 1 },
	groups: [
		{ name: shared.help, told: 2, yes: 5, not: 0, neither: 1, dots: 12, consensus: 6 / 8 },
		{ name: shared.square, told: 2, yes: 3, not: 3, neither: 0, dots: 3, consensus: 4 / 8 }
	]
};
