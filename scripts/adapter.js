/** The adapter for Node, with a service worker that does not list the staff's files: no phone keeps them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import node from '@sveltejs/adapter-node';

const ofStaff = /(\w+\+)[`"]\/_app\/immutable\/staff\/[^`"]+[`"],?/g;

/**
 * @param {Parameters<typeof node>[0]} options
 * @returns {import('@sveltejs/kit').Adapter}
 * @throws when the built worker names those files in another way
 */
export function adapter(options) {
	const whole = node(options);
	return {
		...whole,
		async adapt(builder) {
			const file = join(builder.getClientDirectory(), 'service-worker.js');
			const worker = readFileSync(file, 'utf8').replace(ofStaff, '');
			if (/immutable\/staff\/[\w-]+\./.test(worker))
				throw new Error('the service worker lists staff files: look at scripts/adapter.js');
			writeFileSync(file, worker);
			await whole.adapt(builder);
		}
	};
}
