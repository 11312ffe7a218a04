/** A lesson from its first screen to its last, by somebody who has understood it. */
import { expect, type Page } from '@playwright/test';
import type { Lesson, Step } from '../../src/lib/domain/lesson.ts';
import { movePhone, openPhone, phoneWay } from '../../src/lib/domain/practice-phone-moves.ts';
import type { PhonePractice } from '../../src/lib/domain/practice-phone.ts';
import { untilAwake, wordsOf } from './people.ts';
import { here, makeMove } from './practice-keyboard.ts';

/** Goes through every step; `look` is called on each screen. */
export async function goThroughLesson(
	page: Page,
	lesson: Lesson,
	look: () => Promise<void>
): Promise<void> {
	const t = wordsOf(lesson.lang);
	await untilAwake(page);
	for (const step of lesson.steps) {
		await expect(here(page).getByRole('heading', { level: 1 })).toHaveText(step.title);
		await look();
		await doStep(page, step, lesson.lang, look);
		if (step.kind === 'say') continue;
		await here(page)
			.getByRole('link', { name: t('learn.continue') })
			.locator('visible=true')
			.click();
	}
	await expect(here(page).getByRole('heading', { level: 1 })).toHaveText(t('learn.done.title'));
}

async function doStep(
	page: Page,
	step: Step,
	lang: Lesson['lang'],
	look: () => Promise<void>
): Promise<void> {
	const t = wordsOf(lang);
	const tap = (name: string) => here(page).getByRole('button', { name }).first().click();
	switch (step.kind) {
		case 'choose': {
			const fitting = step.options.find(({ fits }) => fits)?.words ?? '';
			await here(page).locator('summary').filter({ hasText: fitting }).click();
			return look();
		}
		case 'order':
			for (const { words } of step.items) await tap(words);
			return look();
		case 'match':
			for (const { partner } of step.pairs.slice(0, -1)) await tap(partner);
			return look();
		case 'judge':
			for (const [place, { verdict }] of step.items.entries()) {
				await tap(t(`steps.judge.${verdict}`));
				await look();
				if (place < step.items.length - 1) await tap(t('steps.judge.next'));
			}
			return;
		case 'say':
			await here(page).locator('summary').click();
			await look();
			return here(page)
				.getByRole('link', { name: t('steps.say.said') })
				.click();
		case 'practice':
			await here(page)
				.getByRole('link', { name: t('practice.start') })
				.click();
			if (step.practice.type === 'phone') await playPhone(page, step.practice, lang, look);
			return;
		default:
			return;
	}
}

/** Takes the shortest way through a pretend phone. */
async function playPhone(
	page: Page,
	practice: PhonePractice,
	lang: string,
	look: () => Promise<void>
): Promise<void> {
	let state = openPhone(practice);
	for (const move of phoneWay(practice, state)) {
		await look();
		await makeMove(page, practice, state, move, lang);
		state = movePhone(practice, state, move).state;
	}
	await expect(here(page).getByText(practice.done)).toBeVisible();
	await look();
}
