/** `npm run bench`: what Plaza costs in bytes, waiting and work, measured on a running build with a real browser. */
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from '../../scripts/chromium.js';
import { buildWhenStale } from '../../scripts/setup.js';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { CityServer } from '../journeys/city-server.ts';
import { setUpCity } from '../journeys/people.ts';
import { benchAttendance } from './attendance.ts';
import { benchBytes } from './bytes.ts';
import { benchExports } from './exports.ts';
import { benchFeed } from './feed.ts';
import { benchHeard } from './heard.ts';
import { benchInbox } from './inbox.ts';
import { benchPublicPages } from './public-pages.ts';
import { benchSaved } from './saved.ts';
import { benchSimilar } from './similar.ts';
import { benchSupports } from './supports.ts';
import { benchSync } from './sync.ts';

await buildWhenStale();
// requests of many networks come from one machine
process.env['TRUST_PROXY'] = 'true';
const { city, setupLink } = await CityServer.found();
const browser = await chromium.launch({
	...(findChromium() && { executablePath: findChromium() }),
	args: chromiumArgs
});
try {
	const staff = await browser.newPage();
	await setUpCity(staff, setupLink);
	await benchBytes(browser, city);
	await benchSaved(browser, city);
	await benchAttendance(city, staff);
} finally {
	await browser.close();
}
await benchSync(city);
await benchSupports(city);
await benchFeed(city);
await benchPublicPages(city);
await benchHeard(runningPostgresUrl(city.dataFolder) ?? '');
await city.remove();
await benchInbox();
await benchExports();
await benchSimilar();
