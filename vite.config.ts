import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { sharedDexie } from './scripts/dexie-plugin.ts';
import { drawings } from './scripts/drawings-plugin.ts';
import { fileNames } from './scripts/file-names-plugin.ts';
import { lessons } from './scripts/lessons-plugin.ts';
import { pageStyles } from './scripts/page-styles-plugin.ts';
import { recordings } from './scripts/recordings-plugin.ts';
import { smallTranslator } from './scripts/translator-plugin.ts';
import { chromiumArgs, findChromium } from './scripts/chromium.js';

export default defineConfig({
	plugins: [
		lessons(),
		drawings(),
		recordings(),
		sharedDexie(),
		fileNames(),
		pageStyles(),
		smallTranslator(),
		sveltekit()
	],
	build: { target: ['chrome94', 'safari15.4', 'firefox102'] },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['tests/*.test.ts', 'tests/unit/**/*.test.ts', 'tests/faults/**/*.unit.test.ts'],
					maxWorkers: 2,
					// on a busy machine the long properties take longer than Vitest's five seconds
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					environment: 'node',
					include: ['tests/integration/**/*.test.ts', 'tests/faults/**/*.integration.test.ts'],
					globalSetup: ['tests/integration/global-setup.ts'],
					// of two files side by side one mostly waits
					maxWorkers: 2,
					testTimeout: 60_000,
					hookTimeout: 120_000
				}
			},
			{
				extends: true,
				test: {
					// minutes long: `npm run test:faults`, never `npm test`
					name: 'faults',
					environment: 'node',
					include: ['tests/faults/**/*.slow.test.ts'],
					globalSetup: ['tests/integration/global-setup.ts'],
					testTimeout: 300_000,
					hookTimeout: 300_000
				}
			},
			{
				extends: true,
				// found only while the tests run, and then Vite loads everything anew under them
				optimizeDeps: { include: ['dexie'] },
				test: {
					name: 'component',
					include: ['tests/component/**/*.test.ts'],
					// each of two pages has a memory of its own
					maxWorkers: 2,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								executablePath: findChromium(),
								args: [
									...chromiumArgs,
									// a microphone that beeps, and a person who lets it be used
									'--use-fake-ui-for-media-stream',
									'--use-fake-device-for-media-stream'
								]
							}
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
