import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { adapter } from './scripts/adapter.js';

// Kit hashes its own inline scripts only; ours in app.html are hashed here, so that the policy needs no 'unsafe-inline'.
const page = readFileSync(new URL('src/app.html', import.meta.url), 'utf8');
const ownScripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
	([, text]) =>
		/** @type {const} */ (`sha256-${createHash('sha256').update(text).digest('base64')}`)
);

// The class that binds styles to their component stands in pages, scripts and styles: a number of two letters instead of a
// hash of fourteen saves each phone half a kilobyte.
const components = readdirSync(new URL('src', import.meta.url), {
	recursive: true,
	encoding: 'utf8'
})
	.filter((path) => path.endsWith('.svelte'))
	.sort()
	.map((path) => join(import.meta.dirname, 'src', path));
const numbered = new Map(components.map((path, index) => [path, `_${index.toString(36)}`]));

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ precompress: true }),
		// one tested check of our own covers every method and content type (src/lib/server/same-origin.ts)
		csrf: { trustedOrigins: ['*'] },
		// a kept page stands at other addresses too, such as "not on this phone yet" at any depth
		paths: { relative: false },
		serviceWorker: { register: false },
		// links are whole pages, so no phone needs the list of all routes
		router: { resolution: 'server' },
		output: { preloadStrategy: 'modulepreload' },
		inlineStyleThreshold: 0,
		csp: {
			mode: 'hash',
			directives: {
				'default-src': ['none'],
				'script-src': ['self', ...ownScripts],
				'style-src': ['self'],
				// the one style attribute is that of SvelteKit's own announcer for screen readers
				'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
				'img-src': ['self', 'data:', 'blob:'],
				'font-src': ['self'],
				'connect-src': ['self'],
				'manifest-src': ['self'],
				'worker-src': ['self'],
				'media-src': ['self', 'blob:'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	},
	compilerOptions: {
		runes: true,
		// named from this folder, or from the root
		cssHash: ({ filename, hash, css }) =>
			numbered.get(resolve(import.meta.dirname, filename)) ?? `_${hash(filename + css)}`
	}
};
