/**
 * i18next as phones need it: without the part that fetches words from a backend. Plaza gives all words at the start
 * (src/lib/i18n/translator.ts), and this part alone is a tenth of the package.
 */
import type { Plugin } from 'vite';

const fetching = /class Connector extends EventEmitter \{[\s\S]*?\n\}\n/;

/** @throws when the package has changed, so that nobody takes a new one for granted */
export function smallTranslator(): Plugin {
	return {
		name: 'plaza-small-translator',
		apply: 'build',
		applyToEnvironment: (environment) => environment.name === 'client',
		transform(code, id) {
			if (!id.endsWith('/i18next/dist/esm/i18next.js')) return undefined;
			if (!fetching.test(code)) throw new Error('i18next has another shape: look at this plugin');
			return {
				code: code.replace(fetching, 'class Connector extends EventEmitter { state = {}; }\n'),
				map: null
			};
		}
	};
}
