/** Where a Chromium for tests is found, or got. Plain JavaScript: it runs before anything is installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
	process.env['PLAZA_CHROMIUM'],
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
];

/**
 * The path of a Chromium on this machine; undefined means that Playwright looks for its own.
 * @returns {string | undefined}
 */
export function findChromium() {
	return places.find((place) => place && existsSync(place));
}

/**
 * What Playwright switches off; Chromium hears only the last of such lists, and ours comes after Playwright's. The last two
 * draw the list below the address bar in processes of their own, for a second of processor time in each new window.
 */
const features = [
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsUpgrades',
	'HttpsFirstBalancedModeAutoEnable',
	'LensOverlay',
	'MediaRouter',
	'PaintHolding',
	'ThirdPartyStoragePartitioning',
	'AvoidCorsURLLoaderRestartOnRedirect',
	'OptimizationHints',
	'NetworkTimeServiceQuerying',
	'AimEnabled',
	'PreconnectToSearch',
	'WebUIOmniboxPopup',
	'WebUIOmniboxAimPopup'
];

/** What every Chromium of the tests is started with. */
export const chromiumArgs = ['--no-sandbox', `--disable-features=${features.join(',')}`];

/**
 * Finds a Chromium, else installs Debian's package (as root), else Playwright's own download.
 * @throws Error when none of the three works
 */
export function provideChromium() {
	if (findChromium()) return;
	const quiet = /** @type {const} */ ({ stdio: 'ignore' });
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.log('Installing Chromium from the Debian packages ...');
		spawnSync('apt-get', ['update'], quiet);
		spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
			...quiet,
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
		});
		if (findChromium()) return;
	}
	console.log('Installing the Chromium of Playwright ...');
	const got = spawnSync('node_modules/.bin/playwright', ['install', 'chromium'], {
		stdio: 'inherit'
	});
	if (got.status !== 0)
		throw new Error('No Chromium found: install one, or set PLAZA_CHROMIUM to its path.');
}
