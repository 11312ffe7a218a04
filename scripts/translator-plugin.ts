/**
 * i18next as phones need it: without the part that fetches words from a backend (Plaza gives all words at the start,
 * src/lib/i18n/translator.ts), without what Plaza never calls, and without warnings for whoever writes the program: the
 * server gives them. Together that is a third of the package.
 */
import type { Plugin } from 'vite';

const fetching = /class Connector extends EventEmitter \{[\s\S]*?\n\}\n/;

/** Ways to change an instance, of which each page makes one and keeps it; and keys that are written as functions. */
const neverCalled = [
	...['reloadResources', 'hydrate', 'loadNamespaces', 'loadLanguages', 'dir', 'cloneInstance'],
	...['removeResourceBundle', 'getDataByLanguage', 'keysFromSelector', 'createProxy', 'use'],
	...['getFixedT', 'setDefaultNamespace', 'getUsedParamsDetails', 'getPluralFormsOfKey'],
	...['getSuffixes']
];

/** A warning is a line of its own, perhaps with its condition. */
const warnings = /^(\s*(?:if \([^;{]*\) )?)this\.logger\.(?:warn|log|once|deprecate)\(.*\);$/gm;

/** @throws when the package has changed, so that nobody takes a new one for granted */
export function smallTranslator(): Plugin {
	return {
		name: 'plaza-small-translator',
		apply: 'build',
		applyToEnvironment: (environment) => environment.name === 'client',
		transform(code, id) {
			if (!id.endsWith('/i18next/dist/esm/i18next.js')) return undefined;
			const fetched = replaced(
				code,
				fetching,
				'class Connector extends EventEmitter { state = {}; }\n'
			);
			return {
				code: replaced(neverCalled.reduce(withoutBody, fetched), warnings, '$1;'),
				map: null
			};
		}
	};
}

function withoutBody(code: string, name: string): string {
	const whole = new RegExp(
		`\\n( *)((?:function )?${name}\\()[^\\n]*\\) \\{\\n[\\s\\S]*?\\n\\1\\}\\n`
	);
	return replaced(code, whole, '\n$1$2) {}\n');
}

function replaced(code: string, part: RegExp, by: string): string {
	if (code.search(part) < 0) throw new Error('i18next has another shape: look at this plugin');
	return code.replace(part, by);
}
