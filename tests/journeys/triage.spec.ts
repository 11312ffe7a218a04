/** Staff go through their queue by single keys, and do the same without script. */
import { expect, test } from '@playwright/test';
import { wordsOf } from './people.ts';
import { list, openOffice, words } from './triage-people.ts';

const t = wordsOf('en', 'staff');
test('triage by keyboard: next, take on, mark as read, choose, undo; and keys that rest', async ({
	browser
}) => {
	const { city, page, close } = await openOffice(browser);
	const row = (at: number) => page.locator('tr[data-need]').nth(at);
	const isIn = (at: number) => expect(row(at).getByRole('link')).toBeFocused();
	const notice = page
		.getByRole('status')
		.filter({ hasText: t('triage.done_one').replace('{{count}}', '1') });

	// keys work once their buttons are there
	const keysThere = () => expect(page.locator('details.keys')).toBeVisible();
	const openQueue = async () => {
		await page.goto(`${city.url}/staff`);
		await keysThere();
		await expect(page.locator('tr[data-need]')).toHaveCount(3);
	};
	await openQueue();

	// down, down, up
	await page.keyboard.press('j');
	await isIn(0);
	await page.keyboard.press('j');
	await isIn(1);
	await page.keyboard.press('k');
	await isIn(0);

	// the second is marked as read; she stands where she stood, and undoes it
	await page.keyboard.press('j');
	await page.keyboard.press('m');
	await expect(notice).toBeVisible();
	await expect(row(1)).toContainText(t('states.read'));
	await isIn(1);
	await page.keyboard.press('u');
	await expect(page.getByText(t('triage.undone_one').replace('{{count}}', '1'))).toBeVisible();
	await expect(row(1)).toContainText(t('states.received'));
	await keysThere();

	// she takes the first on, and finds it among hers
	await page.keyboard.press('j');
	await page.keyboard.press('a');
	await expect(notice).toBeVisible();
	await page.getByRole('link', { name: t('triage.ready.mine') }).click();
	await expect(page.locator('tr[data-need]')).toHaveCount(1);
	await expect(row(0)).toContainText(words[0] ?? '');

	// x chooses; the form says first what will happen
	await openQueue();
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await expect(page.locator('[name=need]:checked')).toHaveCount(2);
	await page.getByText(t('triage.title')).click();
	await page.getByRole('button', { name: t('triage.look') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('triage.lookTitle'));
	await page.getByRole('button', { name: t('triage.do') }).click();
	await expect(row(0)).toContainText(t('states.read'));
	await expect(row(1)).toContainText(t('states.read'));
	await expect(row(2)).toContainText(t('states.received'));

	// typing is typing; and single keys can be switched off
	await page.getByLabel(t('inbox.search')).press('j');
	await expect(page.getByLabel(t('inbox.search'))).toHaveValue('j');
	await keysThere();
	await row(0).getByRole('link').focus();
	await page.keyboard.press('?');
	await page.getByLabel(t('triage.keys.on')).uncheck();
	await openQueue();
	await page.keyboard.press('j');
	await expect(page.locator('tr[data-need] a:focus')).toHaveCount(0);

	await close();
});

test('triage by keyboard on the page of a need: next, previous, join and answer, undo the last; her list stays', async ({
	browser
}) => {
	const { city, page, ids, close } = await openOffice(browser);
	const keysAreThere = () => expect(page.locator('details.keys')).toBeVisible();
	const isAt = async (at: number, more = '') => {
		await expect(page).toHaveURL(`${city.url}/staff/needs/${ids[at]}?${list}${more}`);
		await keysAreThere();
	};
	const status = (told: string) => expect(page.getByRole('status').getByText(told)).toBeVisible();

	// from the list into the first; down, down, up
	await page.goto(`${city.url}/staff?state=all`);
	await keysAreThere();
	await page.keyboard.press('j');
	await page.keyboard.press('o');
	await isAt(0);
	await page.keyboard.press('j');
	await isAt(1);
	await page.keyboard.press('j');
	await isAt(2);
	await page.keyboard.press('k');
	await isAt(1);

	// a step by its button, undone by the key; the key undoes a step no more once it is undone
	const state = page.locator('#state-title + *');
	await page.locator('button[name=to][value=read]').first().click();
	await isAt(1, '&done=state');
	await expect(state).not.toHaveText(t('states.received'));
	await page.keyboard.press('u');
	await isAt(1, '&done=undo');
	await status(t('desk.done.undo'));
	await expect(state).toHaveText(t('states.received'));
	await expect(page.locator('[data-key=u]')).toHaveCount(0);

	// what many keys do is undone before a step that was taken earlier
	await page.keyboard.press('m');
	await status(t('triage.done_one').replace('{{count}}', '1'));
	await keysAreThere();
	await page.keyboard.press('u');
	await status(t('triage.undone_one').replace('{{count}}', '1'));
	await expect(state).toHaveText(t('states.received'));

	// joined to the first, undone, joined again, and on to the third
	await keysAreThere();
	for (const last of ['u', 'j']) {
		await page.keyboard.press('J');
		await expect(page).toHaveURL(`${city.url}/staff/needs/${ids[1]}/join?${list}`);
		await page.getByLabel(t('joins.byNumber')).fill('1');
		await page.keyboard.press('Enter');
		await page
			.getByRole('button', { name: t('joins.leads').replace('{{number}}', '1'), exact: true })
			.click();
		await isAt(1, '&thread=joined#thread');
		await status(t('joins.done.joined'));
		await page.keyboard.press(last);
		if (last === 'j') break;
		await isAt(1, '&thread=undone#thread');
		await status(t('joins.done.undone'));
	}
	await isAt(2);

	// an answer by the key, here and from the list
	await page.keyboard.press('r');
	await expect(page.locator('textarea[name=words]')).toBeFocused();
	await page.goto(`${city.url}/staff?state=all`);
	await keysAreThere();
	await page.keyboard.press('j');
	await page.keyboard.press('r');
	await expect(page.locator('textarea[name=words]')).toBeFocused();
	await page.keyboard.type('La rampa llega en mayo.');
	await page.locator('#reply [name=kind][value=answered]').press('Space');
	await page.keyboard.press('Enter');
	await isAt(0, '&done=reply');
	await status(t('need.savedReply'));
	await expect(page.locator('[data-key=u]')).toHaveCount(0);
	await page.getByRole('link', { name: t('need.back') }).click();
	await expect(page).toHaveURL(`${city.url}/staff?state=all`);
	for (const [at, name] of ['answered', 'joined', 'received'].entries()) {
		await expect(page.locator('tr[data-need]').nth(at)).toContainText(t(`states.${name}`));
	}
	await close();
});

test('the same without script: choose, take on, mark as read, answer, join, undo', async ({
	browser
}) => {
	const { city, page, ids, close } = await openOffice(browser, 'off');
	const row = (at: number) => page.locator('tr[data-need]').nth(at);
	const doTo = async (at: number, act: string) => {
		await page.goto(`${city.url}/staff?state=all`);
		await row(at).locator('[name=need]').check();
		await page.getByText(t('triage.title')).click();
		await page.getByLabel(t('triage.act')).selectOption(act);
		await page.getByRole('button', { name: t('triage.look') }).click();
		await page.getByRole('button', { name: t('triage.do') }).click();
		await expect(page.getByText(t('triage.done_one').replace('{{count}}', '1'))).toBeVisible();
		await expect(page).toHaveURL(/state=all/);
	};

	// marked as read, undone; taken on
	await doTo(1, 'read');
	await expect(row(1)).toContainText(t('states.read'));
	await page.getByRole('button', { name: t('triage.undo') }).click();
	await expect(row(1)).toContainText(t('states.received'));
	await doTo(0, 'assign:me');
	await page.getByRole('link', { name: t('triage.ready.mine') }).click();
	await expect(page.locator('tr[data-need]')).toHaveCount(1);
	await expect(row(0)).toContainText(words[0] ?? '');

	// open, next, and joined to the first; undone
	await page.goto(`${city.url}/staff?state=all`);
	await row(0).getByRole('link').click();
	await page.getByRole('link', { name: t('need.next') }).click();
	await expect(page).toHaveURL(`${city.url}/staff/needs/${ids[1]}?${list}`);
	await page.getByLabel(t('joins.byNumber')).fill('1');
	await page.getByRole('button', { name: t('joins.compare') }).click();
	await page
		.getByRole('button', { name: t('joins.leads').replace('{{number}}', '1'), exact: true })
		.click();
	await expect(page.getByText(t('joins.done.joined'))).toBeVisible();
	await page.getByRole('button', { name: t('joins.undo') }).click();
	await expect(page.getByText(t('joins.done.undone'))).toBeVisible();

	// a step, undone; previous, and answered
	await page.locator('form[action*="?/state"] button').first().click();
	await page.getByRole('button', { name: t('desk.undo') }).click();
	await expect(page.getByText(t('desk.done.undo'))).toBeVisible();
	await page.getByRole('link', { name: t('triage.keys.previous') }).click();
	await expect(page).toHaveURL(`${city.url}/staff/needs/${ids[0]}?${list}`);
	await page.locator('textarea[name=words]').fill('La rampa llega en mayo.');
	await page.locator('#reply [name=kind][value=answered]').check();
	await page.getByRole('button', { name: t('need.replySubmit') }).click();
	await expect(page.getByText(t('need.savedReply'))).toBeVisible();
	await page.getByRole('link', { name: t('need.back') }).click();
	for (const [at, name] of ['answered', 'received', 'received'].entries()) {
		await expect(row(at)).toContainText(t(`states.${name}`));
	}
	await close();
});
