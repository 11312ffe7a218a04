/** The voice of what the city says to everybody: no build knows these words, and they go when they are taken back. */
import { join } from 'node:path';
import { languages, type Language } from '../domain/language.ts';
import type { Database } from './database.ts';
import { soundOf, type Voices } from './voices.ts';
import { publishedSentences } from './voices/published-words.ts';
import { foldersOf, tidy, type Sound, type VoiceFolders } from './voices/store.ts';

/** The part of a language's reels in which it is; no module is called so. */
export const publishedPart = 'published';

/** So many sentences a phone can keep, those that changed last: about 800 KB. */
const mostKept = 150;

interface Place {
	db: Database;
	dataFolder: string;
}

/** What a phone can keep of it stands in `publishedPart`, and the rest beside it. */
export function publishedVoices({ db, dataFolder }: Place): Voices {
	return {
		folders: foldersIn(dataFolder),
		spoken: async (lang) => {
			const sentences = [...(await publishedSentences(db, lang)).values()];
			return new Map([
				[publishedPart, sentences.slice(-mostKept)],
				['older', sentences.slice(0, -mostKept)]
			]);
		},
		reelBytes: 100_000
	};
}

/** The sound of a sentence of it by its name, as long as it stands; none without a synthesiser. */
export async function publishedSound(
	place: Place,
	lang: Language,
	name: string
): Promise<Sound | undefined> {
	const stands = (await publishedSentences(place.db, lang)).has(name);
	return stands ? soundOf(publishedVoices(place), lang, name) : undefined;
}

/** Takes away the sounds of what does not stand any more. */
export async function sweepPublishedVoices({ db, dataFolder }: Place): Promise<void> {
	const names = new Map<Language, ReadonlySet<string>>();
	for (const lang of languages) {
		names.set(lang, new Set((await publishedSentences(db, lang)).keys()));
	}
	tidy(foldersIn(dataFolder), (lang) => names.get(lang) ?? new Set());
}

function foldersIn(dataFolder: string): VoiceFolders {
	const { recorded } = foldersOf(process.env['PLAZA_CHECKOUT'] ?? '.');
	return { recorded, made: join(dataFolder, 'published-voices') };
}
