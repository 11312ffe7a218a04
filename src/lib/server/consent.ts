/**
 * The words to which people agreed when they told a need, by version and language. A version is never changed: who told a
 * need under it saw these words. tests/unit/consent.test.ts says how a new one is made.
 */
import first from '../i18n/consent/1.json' with { type: 'json' };
import { isLanguage, type Language } from '../domain/language.ts';

export interface ConsentWords {
	/** What stands beside the button that sends. */
	reads: string;
	/** The choice to be shown to others. */
	publish: string;
	/** What a trainer reads aloud to whom she tells it for. */
	told: Record<'person' | 'group' | 'words' | 'reads' | 'slip', string>;
}

export const consentTexts: Record<number, Record<Language, ConsentWords>> = { 1: first };

/** The sentences that a person agreed to; empty where nobody knows the version or the language. */
export function agreedTo(
	{ version, publish }: { version: number; publish: boolean },
	lang: string,
	how: 'group' | 'behalf' | 'paper' | null
): string[] {
	const words = isLanguage(lang) ? consentTexts[version]?.[lang] : undefined;
	if (!words) return [];
	const { told } = words;
	const read = how
		? [how === 'group' ? told.group : told.person, told.words, told.reads, told.slip]
		: [words.reads];
	return publish ? [...read, words.publish] : read;
}
