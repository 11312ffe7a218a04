/** The people of the staff at their own doors: invited without a script, in by a passkey, never by the password alone. */
import { expect, test, type Page } from '@playwright/test';
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

test('an admin invites without a script, and comes in by a passkey or a recovery code', async ({
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
});

async function expectPagesForAll(desk: Page, lang: string): Promise<void> {
	await desk.setViewportSize({ width: 360, height: 640 });
	await desk.goto(`${city.url}/staff/account`);
	await desk.locator('[name=lang]').selectOption(lang);
	await desk.locator('form[action="?/language"] button').click();
	await expect(desk.locator('html')).toHaveAttribute('lang', lang);
	const pages = ['account', 'account/second-factor', 'account/second-factor?app', 'people'];
	for (const path of [...pages, 'activity']) {
		await desk.goto(`${city.url}/staff/${path}`);
		await desk.locator('nav summary').click();
		await expectNothingFound(desk);
		expect(await desk.evaluate('document.documentElement.scrollWidth')).toBe(360);
	}
}
