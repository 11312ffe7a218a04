import { defineConfig } from 'vitest/config';
import whole from '../../vite.config.ts';
import { mutated } from './mutated.ts';

/** As the project `integration`, for one file after the other, each until its first failure. */
export default defineConfig({
	plugins: [mutated(), ...(whole.plugins ?? [])],
	test: {
		environment: 'node',
		include: ['tests/**/*.test.ts'],
		globalSetup: ['tests/integration/global-setup.ts'],
		setupFiles: ['tests/mutations/reached.ts'],
		bail: 1,
		testTimeout: 60_000,
		hookTimeout: 60_000
	}
});
