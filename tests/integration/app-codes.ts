// An authenticator app in the hands of a member of the staff.
import { codeAt, counterAt, readBase32 } from '../../src/lib/server/totp.ts';
import type { Answer, Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

const page = '/staff/account/second-factor';

/** What an app shows, `later` steps of half a minute from now. */
export const codeOf = (secret: string, later = 0) =>
	codeAt(readBase32(secret) ?? Buffer.of(), counterAt(new Date()) + later);

/** She lets an app make codes for her, on the page where that is done: the answer, and the app's secret. */
export async function addApp(browser: Browser, later = 0): Promise<Answer & { secret: string }> {
	const { secret } = (await browser.open(`${page}?app`)).data.app;
	const showCode = () =>
		browser.post(`${page}?/app`, { secret, code: codeOf(secret, later), password });
	// at the turn of a half minute the code before the last is too old
	const answer = await showCode().then((first) => (first.status === 200 ? first : showCode()));
	return { ...answer, secret };
}
