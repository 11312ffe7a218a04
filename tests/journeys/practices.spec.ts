/**
 * Every practice of every lesson, in a browser, by keyboard, through what a screen reader hears: whoever reads the task
 * can do it; doing nothing, a shortcut or a near miss is not enough, and says kindly what to look at.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { contentFiles } from '../../scripts/content-files.ts';
import type { Fact } from '../../src/lib/device/database.ts';
import { lessonName } from '../../src/lib/domain/lesson.ts';
import type { Try } from '../../src/lib/domain/mastery.ts';
import type { Practice } from '../../src/lib/domain/practice.ts';
import {
	explorePhone,
	movePhone,
	movesOn,
	nameOf,
	openPhone,
	phoneWay,
	wayTo
} from '../../src/lib/domain/practice-phone-moves.ts';
import type { PhoneMove, PhonePractice, PhoneState } from '../../src/lib/domain/practice-phone.ts';
import { readWays } from '../ways.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, untilAwake, watchBehaviour, wordsOf } from './people.ts';
import { rowsOn } from './raw-memory.ts';
import { book, followLine, here, judgeMessages, makeMove, moveOf } from './practice-keyboard.ts';

const ways = readWays();
const t = wordsOf('en');
const english = readContent(contentFiles(), ['en']).content.en ?? { modules: [], lessons: {} };
let city: CityServer;
/** One phone for all practices: what a phone keeps on its first visit is tried elsewhere, and takes its time. */
let phone: BrowserContext;
let faults: string[];

// half of the modules in each worker: no other file takes as long
test.describe.configure({ mode: 'parallel' });

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const page = await browser.newPage();
	await setUpCity(page, founded.setupLink);
	await page.close();
	phone = await browser.newContext();
	faults = watchBehaviour(phone);
});

test.afterAll(async () => {
	await phone.close();
	await city.remove();
});

for (const { slug: module } of english.modules) {
	test(`each practice of ${module} is done by whoever reads its task, and by no shortcut`, async () => {
		const page = await phone.newPage();
		for (const lesson of Object.values(english.lessons)) {
			if (lesson.module !== module) continue;
			for (const step of lesson.steps) {
				if (step.kind !== 'practice') continue;
				const name = `${module}/${lesson.slug}/${step.id}`;
				await test.step(name, async () => {
					await page.goto(`${city.url}/en/learn/${module}/${lesson.slug}#${step.id}.try`);
					await untilAwake(page);
					await expect(here(page).getByRole('group').first()).toBeVisible();
					await expectNotDone(page);
					await follow(page, step.practice, ways.get(name) ?? []);
					await expect(here(page).getByRole('link', { name: t('learn.continue') })).toBeVisible();
				});
			}
		}
		expect(faults).toEqual([]);
		// or the browser keeps every page that was, and each module takes longer than the last
		await page.requestGC();
		await page.close();
	});
}

async function follow(page: Page, practice: Practice, way: string[]): Promise<void> {
	if (practice.type === 'inbox') return judgeMessages(page, way);
	if (practice.type === 'booking') return book(page, way);
	for (const { before, miss } of await missOnTheWay(page, practice, way)) {
		await here(page)
			.getByRole('button', { name: t('practice.again') })
			.click();
		const there = await walk(page, practice, openPhone(practice), before);
		await tryMiss(page, practice, there, miss);
		await expectNotDone(page);
		// from there too the task can be done
		const after = movePhone(practice, there, miss).state;
		await walk(page, practice, after, phoneWay(practice, after));
		await expect(here(page).getByRole('button', { name: t('practice.again') })).toBeVisible();
	}
}

/** Walks the way, and tries every near miss that is met; gives those that were not. */
async function missOnTheWay(page: Page, practice: PhonePractice, way: string[]) {
	const misses = nearMisses(practice);
	let state = openPhone(practice);
	for (const line of way) {
		for (const miss of misses) {
			const isThere = movesOn(practice, state).some((move) => sameTap(move, miss.move));
			if (miss.done || !isThere) continue;
			const { state: after, miss: words } = movePhone(practice, state, miss.move);
			// one that changes the phone is tried by itself
			if (words === undefined || nameOf(after) !== nameOf(state)) continue;
			await tryMiss(page, practice, state, miss.move);
			await expectNotDone(page);
			miss.done = true;
		}
		await followLine(page, line);
		state = movePhone(practice, state, moveOf(practice, state, line)).state;
	}
	return misses.filter(({ done }) => !done).map(({ before, move: miss }) => ({ before, miss }));
}

function sameTap(move: PhoneMove, other: PhoneMove): boolean {
	return move.move === 'tap' && other.move === 'tap' && move.block === other.block;
}

/** Each tap of a practice that can miss, with the shortest way to where it does. */
function nearMisses(practice: PhonePractice) {
	const found: { move: PhoneMove; before: PhoneMove[]; done: boolean }[] = [];
	for (const place of explorePhone(practice, openPhone(practice))) {
		for (const move of movesOn(practice, place.state)) {
			if (found.some((known) => sameTap(known.move, move))) continue;
			if (movePhone(practice, place.state, move).miss === undefined) continue;
			found.push({ move, before: wayTo(place), done: false });
		}
	}
	return found;
}

async function tryMiss(
	page: Page,
	practice: PhonePractice,
	state: PhoneState,
	miss: PhoneMove
): Promise<void> {
	if (miss.move !== 'tap') return;
	await makeMove(page, practice, state, miss, 'en');
	const words = miss.block.miss ?? miss.block.else ?? '';
	await expect(here(page).getByRole('status').filter({ hasText: words })).toBeVisible();
}

/** Makes moves one after the other. */
async function walk(
	page: Page,
	practice: PhonePractice,
	from: PhoneState,
	moves: PhoneMove[]
): Promise<PhoneState> {
	let state = from;
	for (const move of moves) {
		await makeMove(page, practice, state, move, 'en');
		state = movePhone(practice, state, move).state;
	}
	return state;
}

async function expectNotDone(page: Page): Promise<void> {
	await expect(here(page).getByRole('link', { name: t('learn.continue') })).toBeHidden();
}

test('a practice that is left after a miss is kept as left when its page goes away', async () => {
	const page = await phone.newPage();
	const lesson = Object.values(english.lessons).find(({ steps }) =>
		steps.some((step) => step.kind === 'practice' && step.practice.type === 'phone')
	);
	const step = lesson?.steps.find(({ kind }) => kind === 'practice');
	if (!lesson || step?.kind !== 'practice' || step.practice.type !== 'phone') {
		throw new Error('no lesson with a pretend phone');
	}
	const { practice } = step;
	await page.goto(`${city.url}/en/learn/${lessonName(lesson)}#${step.id}.try`);
	const [miss] = nearMisses(practice);
	const there = await walk(page, practice, openPhone(practice), miss?.before ?? []);
	if (miss) await tryMiss(page, practice, there, miss.move);
	const open = async () => (await rowsOn<Fact>(page, 'facts')).map(({ key }) => key);
	await expect.poll(open).toContain(`try ${lessonName(lesson)}#${step.id}`);
	// the page goes away without a word; the next one about learning says so
	await page.goto(`${city.url}/en/learn`);
	await expect
		.poll(async () => (await rowsOn<Try>(page, 'attempts')).map(({ result }) => result))
		.toContain('left');
	await page.close();
});
