/** The adapter for Node, with what makes a first visit smaller (docs/decisions/what-a-phone-keeps.md). */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import node from '@sveltejs/adapter-node';
import { minify } from 'terser';

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
			withoutStaff(join(builder.getClientDirectory(), 'service-worker.js'));
			await minifyAgain(builder.getClientDirectory());
			await whole.adapt(builder);
		}
	};
}

/** No phone keeps the staff's files. @param {string} file */
function withoutStaff(file) {
	const worker = readFileSync(file, 'utf8').replace(ofStaff, '');
	if (/immutable\/staff\/[\w-]+\./.test(worker))
		throw new Error('the service worker lists staff files: look at scripts/adapter.js');
	writeFileSync(file, worker);
}

/** What Vite has made small becomes smaller once more. @param {string} folder */
async function minifyAgain(folder) {
	const pages = '_app/immutable/{chunks,entry,nodes,seldom}/*.js';
	for (const name of globSync([pages, 'service-worker.js'], { cwd: folder })) {
		const file = join(folder, name);
		const { code } = await minify(readFileSync(file, 'utf8'), {
			ecma: 2020,
			// of a page's files and of the worker alike nothing is seen from outside
			toplevel: true,
			module: name !== 'service-worker.js',
			compress: { passes: 3 }
		});
		if (code) writeFileSync(file, code);
	}
}
