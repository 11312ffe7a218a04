/** Where sounds lie: what people recorded comes first, then what was made for this recipe, else it is made now. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languages, type Language } from '../../domain/language.ts';
import { nameOfSentence } from '../../domain/sentence.ts';
import { soundTypes } from '../../domain/voice.ts';
import { recordingsIn } from './recordings.ts';
import { recipe, speak } from './synthesiser.ts';

export interface VoiceFolders {
	/** With `<lang>/<name>.mp3` or `.m4a` that people recorded. */
	recorded: string;
	/** Where made sounds are kept, whatever build they are of. */
	made: string;
}

export interface Sound {
	bytes: Buffer<ArrayBuffer>;
	type: (typeof soundTypes)[keyof typeof soundTypes];
}

/** The folders of a checkout. */
export function foldersOf(checkout: string): VoiceFolders {
	return { recorded: join(checkout, 'src/recordings'), made: join(checkout, '.voices') };
}

/** The sound of a sentence that is there already. */
export async function findSound(
	{ recorded, made }: VoiceFolders,
	lang: Language,
	name: string
): Promise<Sound | undefined> {
	const own = recordingsIn(recorded).find(
		(file) => file.startsWith(`${lang}/`) && isOf(file, name)
	);
	const path = own ? join(recorded, own) : madePath(made, lang, name);
	try {
		const bytes = await readFile(path);
		return { bytes, type: path.endsWith('.m4a') ? soundTypes.m4a : soundTypes.mp3 };
	} catch {
		return undefined;
	}
}

function isOf(file: string, name: string): boolean {
	return new RegExp(`[/-]${name}\\.`).test(file);
}

/** The sentences among these of which no sound was made. */
export function notMade({ made }: VoiceFolders, lang: Language, sentences: readonly string[]) {
	return sentences.filter((each) => !existsSync(madePath(made, lang, nameOfSentence(each))));
}

/**
 * Makes the sounds of these sentences and keeps them.
 * @throws where there is no synthesiser
 */
export async function makeSounds(
	{ made }: VoiceFolders,
	lang: Language,
	sentences: readonly string[]
): Promise<void> {
	const sounds = await speak(lang, sentences);
	mkdirSync(join(made, recipe, lang), { recursive: true });
	for (const [place, sentence] of sentences.entries()) {
		const path = madePath(made, lang, nameOfSentence(sentence));
		// whole or not at all: another process may be reading
		writeFileSync(`${path}.${process.pid}`, sounds[place] ?? '');
		renameSync(`${path}.${process.pid}`, path);
	}
}

/** Lets go of made sounds that no sentence has any more, and of those of other recipes. */
export function tidy({ made }: VoiceFolders, names: (lang: Language) => ReadonlySet<string>): void {
	for (const other of listed(made)) {
		if (other !== recipe) rmSync(join(made, other), { recursive: true, force: true });
	}
	for (const lang of languages) {
		const wanted = names(lang);
		for (const file of listed(join(made, recipe, lang))) {
			if (!wanted.has(file.replace(/\.mp3$/, ''))) rmSync(join(made, recipe, lang, file));
		}
	}
}

function listed(folder: string): string[] {
	return existsSync(folder) ? readdirSync(folder) : [];
}

function madePath(made: string, lang: Language, name: string): string {
	return join(made, recipe, lang, `${name}.mp3`);
}
