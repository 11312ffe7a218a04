/** The people of the staff at their own doors: invited without a script, in by a passkey, never by the password alone. */
import { expect, test, type Page } from '@playwright/test';
import { codeAt, counterAt, readBase32 } from '../../src/lib/server/totp.ts';
import { expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, staffAccount, wordsOf } from './people.ts';

const t = wordsOf('en', 'staff');
let city: CityServer;
let setupLink: string;

test.beforeAll(async () => {
	({ city, setupLink } = await CityServer.found());
});
test.afterAll(() => city.remove());

test('an admin invites without a script, comes in by a passkey or a recovery code, and asks a second factor of all', async ({
	browser
}) => {
	const context = await browser.newContext({
		locale: 'en',
		viewport: { width: 1280, height: 800 }
	});
	const desk = await context.newPage();
	await setUpCity(desk, setupLink);

	// on the narrowest phone and without any script: the menu, an invitation, and what it gives
	const plain = await browser.newContext({
		locale: 'en',
		javaScriptEnabled: false,
		viewport: { width: 320, height: 568 },
		storageState: await context.storageState()
	});
	const phone = await plain.newPage();
	await phone.goto(`${city.url}/staff`);
	await phone.getByText(t('menu.more'), { exact: true }).click();
	await phone.getByRole('link', { name: t('people.title'), exact: true }).click();
	await phone.locator('[name=email]').fill('bea@city.example');
	await phone.locator('[name=role]').selectOption('moderator');
	await phone.getByRole('button', { name: t('people.makeLink') }).click();
	await expect(phone.locator('#link')).toHaveValue(/\/staff\/setup\/[\w-]{43}$/);
	expect(await phone.evaluate('document.documentElement.scrollWidth')).toBe(320);

	// her computer makes a passkey, and she sees her recovery codes this once
	const devtools = await context.newCDPSession(desk);
	await devtools.send('WebAuthn.enable');
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true
		}
	});
	await desk.goto(`${city.url}/staff/account/second-factor`);
	await desk.getByRole('link', { name: t('secondFactor.steps.passkey') }).click();
	await desk.locator('[name=name]').fill('My laptop');
	await desk.locator('[name=password]').fill(staffAccount.password);
	await desk.getByRole('button', { name: t('secondFactor.steps.passkey') }).click();
	const codes = desk.getByRole('region', { name: t('secondFactor.codesTitle') }).getByRole('code');
	await expect(codes).toHaveCount(10);
	const code = (await codes.first().textContent()) ?? '';
	await expect(desk.getByText('My laptop')).toBeVisible();

	// the passkey alone lets her in
	await desk.getByRole('button', { name: t('menu.signOut') }).click();
	await desk.getByRole('button', { name: t('secondFactor.signIn') }).click();
	await desk.getByRole('button', { name: t('secondFactor.signIn') }).click();
	await expect(desk).toHaveURL(`${city.url}/staff`);

	// the password alone does not
	await desk.getByRole('button', { name: t('menu.signOut') }).click();
	await desk.locator('[name=email]').fill(staffAccount.email);
	await desk.locator('[name=password]').fill(staffAccount.password);
	await desk.getByRole('button', { name: t('signIn.submit'), exact: true }).click();
	await desk.goto(`${city.url}/staff`);
	await expect(desk).toHaveURL(/sign-in$/);
	await desk.locator('[name=code]').fill(code);
	await desk.getByRole('button', { name: t('signIn.submit'), exact: true }).click();
	await expect(desk).toHaveURL(`${city.url}/staff`);

	for (const lang of ['es', 'ar']) await expectPagesForAll(desk, lang);
	await keepLanguage(desk, 'en');

	// the city asks it of everybody; a colleague without a script comes nowhere before she has it
	await desk.goto(`${city.url}/staff/settings`);
	await desk.getByRole('link', { name: t('secondFactor.duty.title') }).click();
	await desk.locator('[name=password]').fill(staffAccount.password);
	await desk.getByRole('button', { name: t('secondFactor.duty.require') }).click();
	await expect(desk.getByRole('heading', { name: t('secondFactor.duty.on') })).toBeVisible();
	await desk.goto(`${city.url}/staff/people`);
	await desk.locator('#email').fill('eva@city.example');
	await desk.locator('[name=role]').selectOption('coordinator');
	await desk.getByRole('button', { name: t('people.makeLink') }).click();
	const link = await desk.locator('#link').inputValue();
	const phones = { javaScriptEnabled: false, viewport: { width: 320, height: 568 } };
	const eva = await (await browser.newContext({ locale: 'en', ...phones })).newPage();
	await eva.goto(link);
	await eva.locator('[name=name]').fill('Eva');
	await eva.locator('[name=password]').fill('four other plain words');
	await eva.getByRole('button', { name: t('setup.submitJoin') }).click();
	const factorPage = `${city.url}/staff/account/second-factor`;
	await expect(eva).toHaveURL(factorPage);
	await expect(eva.getByText(t('problems.second-factor'))).toBeVisible();
	await expect(eva.getByRole('navigation')).toHaveCount(0);
	for (const path of ['', '/themes', '/account', '/exports', '/nothing']) {
		await eva.goto(`${city.url}/staff${path}`);
		await expect(eva).toHaveURL(factorPage);
	}
	await eva.getByRole('link', { name: t('secondFactor.steps.app') }).click();
	const secret = await eva.locator('[name=secret]').inputValue();
	await eva
		.locator('[name=code]')
		.fill(codeAt(readBase32(secret) ?? Buffer.of(), counterAt(new Date())));
	await eva.locator('[name=password]').fill('four other plain words');
	await eva.getByRole('button', { name: t('secondFactor.steps.app') }).click();
	await expect(eva.locator('section ol code')).toHaveCount(10);
	await eva.getByRole('link', { name: t('secondFactor.goOn') }).click();
	await expect(eva).toHaveURL(`${city.url}/staff`);
	// and it stays: what is the last one offers no way to remove it
	await eva.goto(factorPage);
	await expect(eva.getByText(t('problems.second-factor-last'))).toBeVisible();
	await expect(eva.getByRole('link', { name: t('secondFactor.steps.appoff') })).toHaveCount(0);
});

async function expectPagesForAll(desk: Page, lang: string): Promise<void> {
	await desk.setViewportSize({ width: 360, height: 640 });
	await keepLanguage(desk, lang);
	const pages = ['account', 'account/second-factor', 'account/second-factor?app', 'people'];
	for (const path of [...pages, 'settings/second-factor', 'activity']) {
		await desk.goto(`${city.url}/staff/${path}`);
		await desk.locator('nav summary').click();
		await expectNothingFound(desk);
		expect(await desk.evaluate('document.documentElement.scrollWidth')).toBe(360);
	}
}

async function keepLanguage(desk: Page, lang: string): Promise<void> {
	await desk.goto(`${city.url}/staff/account`);
	await desk.locator('[name=lang]').selectOption(lang);
	await desk.locator('form[action="?/language"] button').click();
	await expect(desk.locator('html')).toHaveAttribute('lang', lang);
}
