/** What people have recorded: one file for one sentence, named after it (docs/lessons.md). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isLanguage, languages, type Language } from '../../domain/language.ts';
import { nameOfSentence } from '../../domain/sentence.ts';
import { soundTypes } from '../../domain/voice.ts';
import type { SpokenParts } from './spoken.ts';

/** Every recorded file, as `<language>/<name>.<ending>`. */
export function recordingsIn(folder: string): string[] {
	try {
		return readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && entry.name !== '.gitkeep')
			.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
			.sort();
	} catch {
		return [];
	}
}

/** The names of the sentences that people have recorded in each language. */
export function recordedNames(files: readonly string[]): Partial<Record<Language, string[]>> {
	const names: Partial<Record<Language, string[]>> = {};
	for (const file of files) {
		const { lang, name } = partsOf(file);
		if (isLanguage(lang)) (names[lang] ??= []).push(name);
	}
	return names;
}

/** What is to be mended among the recorded files: each with its name, and what to do. */
export function recordingMistakes(
	files: readonly string[],
	spoken: (lang: Language) => SpokenParts
): string[] {
	const known = new Map<string, Set<string>>();
	const seen = new Set<string>();
	return files.flatMap((file) => {
		const { lang, name, ending } = partsOf(file);
		if (!isLanguage(lang)) {
			return [`${file}: put it into a folder of its language (${languages.join(', ')})`];
		}
		if (!Object.hasOwn(soundTypes, ending)) {
			return [`${file}: save it as ${Object.keys(soundTypes).join(' or ')}`];
		}
		let names = known.get(lang);
		if (!names) {
			names = new Set([...spoken(lang).values()].flat().map(nameOfSentence));
			known.set(lang, names);
		}
		if (!names.has(name)) {
			return [
				`${file}: no sentence has this name, or its words have changed; record it again under the name that "npm run voices list ${lang}" gives, or remove it`
			];
		}
		if (seen.has(`${lang}/${name}`)) return [`${file}: this sentence is recorded twice; keep one`];
		seen.add(`${lang}/${name}`);
		return [];
	});
}

function partsOf(file: string): { lang: string; name: string; ending: string } {
	const [, lang = '', name = '', ending = ''] =
		/^([^/\\]+)[/\\](?:.*-)?([^/\\.-]+)\.([^/\\]+)$/.exec(file) ?? [];
	return { lang, name, ending };
}
