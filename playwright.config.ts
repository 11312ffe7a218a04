import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.js';

const executablePath = findChromium();

export default defineConfig({
	testDir: 'tests',
	globalSetup: './tests/journeys/shared-postgres.ts',
	projects: [
		{
			name: 'journeys',
			testMatch: ['journeys/**/*.spec.ts', 'faults/**/*.spec.ts'],
			testIgnore: '**/*.slow.spec.ts'
		},
		// minutes long: `npm run test:faults`, never `npm test`
		{ name: 'faults', testMatch: 'faults/**/*.slow.spec.ts' }
	],
	outputDir: 'test-results',
	timeout: 180_000,
	expect: { timeout: 15_000 },
	fullyParallel: false,
	// of two files side by side one mostly waits; what kills and starves runs alone: scripts/faults.ts
	workers: 2,
	forbidOnly: true,
	reporter: 'line',
	use: {
		// a phone of the smallest size that Plaza promises to fit
		viewport: { width: 320, height: 568 },
		actionTimeout: 15_000,
		navigationTimeout: 30_000,
		launchOptions: {
			...(executablePath && { executablePath }),
			args: [
				...chromiumArgs,
				'--disable-quic',
				'--no-first-run',
				'--disable-background-networking',
				'--disable-component-update',
				'--disable-sync'
			]
		}
	}
});
