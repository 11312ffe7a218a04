/** Somebody who uses a practice by keyboard alone, and knows things only by their accessible names. */
import { expect, type Locator, type Page } from '@playwright/test';
import { movesOn, visibleBlocks } from '../../src/lib/domain/practice-phone-moves.ts';
import type { PhoneMove, PhonePractice, PhoneState } from '../../src/lib/domain/practice-phone.ts';
import { wordsOf } from './people.ts';

/** The screen that is open. */
export function here(page: Page): Locator {
	return page.locator('section:target');
}

/** Goes from thing to thing with the Tab key until this one has the focus. */
export async function tabTo(page: Page, thing: Locator): Promise<void> {
	await expect(thing).toBeVisible();
	// found once: looking for it by its name again after each key takes longer than the key
	const element = await thing.elementHandle();
	for (let presses = 0; presses < 80; presses++) {
		if (await element?.evaluate((here) => here === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`the Tab key never reaches ${String(thing)}`);
}

/** Presses a button, or another thing that Enter works on. */
export async function press(page: Page, thing: Locator): Promise<void> {
	await tabTo(page, thing);
	await page.keyboard.press('Enter');
}

/** Picks one of a group with the arrow keys. */
export async function pick(page: Page, option: Locator): Promise<void> {
	const name = await option.getAttribute('name');
	const group = here(page).locator(`input[name="${String(name)}"]`);
	const first = (await group.locator(':scope:checked').count()) > 0;
	await tabTo(page, first ? group.locator(':scope:checked') : group.first());
	const element = await option.elementHandle();
	for (let presses = 0; presses < 8; presses++) {
		if (await element?.evaluate((here) => here === document.activeElement)) break;
		await page.keyboard.press('ArrowDown');
	}
	if (!(await option.isChecked())) await page.keyboard.press('Space');
	await expect(option).toBeChecked();
}

/** Writes into a field what should stand there. */
export async function write(page: Page, field: Locator, words: string): Promise<void> {
	await tabTo(page, field);
	await page.keyboard.press('Control+A');
	await page.keyboard.type(words);
}

/** The line that goes back on the pretend phone. */
export const back = 'Back';

/** Does a line of a way (docs/lessons.md) on a pretend phone. */
export async function followLine(page: Page, line: string): Promise<void> {
	const phone = here(page).getByRole('group').first();
	const [name = '', ...typed] = line.split(' = ');
	if (line === back) {
		const button = { name: wordsOf('en')('shell.back'), exact: true };
		return press(page, phone.getByRole('button', button));
	}
	const field = phone.getByRole('textbox', { name, exact: true });
	if (typed.length > 0 && (await field.count()) > 0) return write(page, field, typed.join(' = '));
	const option = phone.getByRole('radio', { name: line, exact: true });
	if ((await option.count()) > 0) return pick(page, option);
	const toggle = phone.getByRole('switch', { name: line, exact: true });
	if ((await toggle.count()) > 0) {
		await tabTo(page, toggle);
		return page.keyboard.press('Space');
	}
	await press(page, phone.getByRole('button', { name: line, exact: true }));
}

/** Makes a move by the accessible name of what it needs, without walking there with the Tab key. */
export async function makeMove(
	page: Page,
	practice: PhonePractice,
	state: PhoneState,
	move: PhoneMove,
	lang: string
): Promise<void> {
	const phone = here(page).getByRole('group').first();
	const called = (name: string) => ({ name, exact: true });
	if (move.move === 'back') {
		const button = phone.getByRole('button', called(wordsOf(lang)('shell.back')));
		return button.press('Enter');
	}
	if (move.move === 'tap') {
		return phone.getByRole('button', called(move.block.words)).press('Enter');
	}
	const blocks = visibleBlocks(practice, state);
	const block = blocks.find((each) => 'id' in each && each.id === move.id);
	const name = block?.words ?? '';
	if (move.move === 'type') return phone.getByRole('textbox', called(name)).fill(move.words);
	if (move.move === 'switch') return phone.getByRole('switch', called(name)).press('Space');
	const options = block?.kind === 'pick' ? block.options : [];
	const option = options.find(({ id }) => id === move.option)?.words ?? '';
	await phone.getByRole('radio', called(option)).check({ force: true });
}

/** The move that a line of a way asks for, on the open screen. */
export function moveOf(practice: PhonePractice, state: PhoneState, line: string): PhoneMove {
	const found = movesOn(practice, state).find((move) => {
		if (move.move === 'back') return line === back;
		if (move.move === 'tap') return move.block.words === line;
		const block = visibleBlocks(practice, state).find(
			(each) => 'id' in each && each.id === move.id
		);
		if (move.move === 'type') return line === `${block?.words ?? ''} = ${move.words}`;
		if (move.move === 'switch' || block?.kind !== 'pick') return block?.words === line;
		return block.options.find(({ id }) => id === move.option)?.words === line;
	});
	if (!found) throw new Error(`"${line}" is not on the screen "${state.screen}"`);
	return found;
}

/** Judges the messages of a pretend inbox, as a way says. */
export async function judgeMessages(page: Page, way: readonly string[]): Promise<void> {
	const t = wordsOf('en');
	const [first = ''] = way;
	const from = first.slice(0, first.lastIndexOf(': '));
	await press(page, here(page).getByRole('button', { name: from }).first());
	for (const line of way) {
		const at = line.lastIndexOf(': ');
		await expect(here(page).getByRole('heading', { level: 1 })).toHaveText(line.slice(0, at));
		const verdict = t(`practice.inbox.${line.slice(at + 2)}`);
		await press(page, here(page).getByRole('button', { name: verdict, exact: true }));
		await press(page, here(page).getByRole('button', { name: t('practice.inbox.next') }));
	}
}

/** Goes through a pretend booking page, as a way says. */
export async function book(page: Page, way: readonly string[]): Promise<void> {
	const t = wordsOf('en');
	const onward = () => here(page).getByRole('button', { name: t('learn.continue') });
	const isCheck = () => here(page).getByRole('button', { name: way.at(-1) ?? '', exact: true });
	for (const line of way.slice(0, -1)) {
		const [name = '', value = ''] = line.split(' = ');
		const field = here(page).getByRole('textbox', { name, exact: true });
		if ((await field.count()) > 0) {
			await write(page, field, value);
			continue;
		}
		if (await isCheck().isVisible()) {
			await press(page, here(page).getByRole('button', { name: new RegExp(`^${name}`) }));
		} else if (await here(page).getByRole('textbox').first().isVisible()) {
			await press(page, onward());
		}
		await pick(page, here(page).getByRole('radio', { name: new RegExp(`^${value}`) }));
		await press(page, onward());
	}
	if (!(await isCheck().isVisible())) await press(page, onward());
	await press(page, isCheck());
}
