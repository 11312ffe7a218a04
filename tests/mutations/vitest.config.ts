import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';
import { fileNames } from '../../scripts/file-names-plugin.ts';
import { lessons } from '../../scripts/lessons-plugin.ts';
import { mutated } from './mutated.ts';

/** As the project `integration`, for one file after the other, each until its first failure. */
export default defineConfig({
	plugins: [mutated(), lessons(), fileNames(), sveltekit()],
	test: {
		environment: 'node',
		include: ['tests/**/*.test.ts'],
		globalSetup: ['tests/integration/global-setup.ts'],
		bail: 1,
		testTimeout: 60_000,
		hookTimeout: 60_000
	}
});
