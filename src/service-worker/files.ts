/** Which files the worker keeps: those of the build that every citizen page may need, and those of a language. */
import { build, files } from '$service-worker';
import { dexieFile } from '$lib/device/dexie.ts';

/** Built files for all languages. Their names carry the hash of their content. Staff pages run no scripts. */
export const sharedFiles = [
	...build.filter((file) => !/\/immutable\/(words|staff|seldom)\//.test(file)),
	dexieFile
];

/** Files that only one language needs: its words and its letters. */
export function filesOf(lang: string): string[] {
	const font = lang === 'ar' ? 'barrio-arabic' : 'barrio-latin';
	return [
		...build.filter((file) => file.includes(`/immutable/words/${lang}.`)),
		...files.filter((file) => file.includes(font) || file === '/icons/plaza.svg')
	];
}

/** Every built file that people of these languages may need: all but the staff's and those of other languages. */
export function filesFor(langs: readonly string[]): string[] {
	const own = build.filter((file) => {
		const [, lang] = /\/(?:words|seldom)\/([a-z]{2})\./.exec(file) ?? [];
		return !file.includes('/immutable/staff/') && (lang === undefined || langs.includes(lang));
	});
	return [...new Set([...own, ...sharedFiles, ...langs.flatMap(filesOf)])];
}
