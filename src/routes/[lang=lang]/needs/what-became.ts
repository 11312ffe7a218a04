/** What became of a need or an idea, opened with its code, and the part of the page that tells it. */
import { hasPage, readBecame, readBecameByCode, type Became } from '$lib/domain/became.ts';
import { readIdeaNews, type ToldOfIdea } from '$lib/domain/idea-news.ts';
import { deriveSecrets } from '$lib/domain/receipt-code.ts';
import type { Language } from '$lib/domain/language.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import type { MyNeed } from './follow.ts';

/** All that the part of the page needs; undefined where nothing became of it yet. */
export async function whatBecame(
	{ became, code, hasReplyKey }: Pick<MyNeed, 'became' | 'code' | 'hasReplyKey'>,
	lang: Language
) {
	if (became === undefined) return undefined;
	const { cryptography } = await import('$lib/device/cryptography.ts');
	const key = hasReplyKey ? deriveSecrets(code).reply : undefined;
	return partFor(await readBecame(became, key, await cryptography()), lang);
}

/** The same of a need that is not of this phone, by the code that somebody typed. */
export async function whatBecameByCode(became: string, code: string, lang: Language) {
	const { cryptography } = await import('$lib/device/cryptography.ts');
	const { reply } = deriveSecrets(code);
	return partFor(await readBecameByCode(became, reply, await cryptography()), lang);
}

/** The same of what is opened already. */
export async function partFor(told: Became[], lang: Language) {
	if (told.length === 0) return undefined;
	const [{ default: Became }, t] = await Promise.all([
		import('../neighbourhood/Became.svelte'),
		citizenWords(lang, 'phone', 'lab')
	]);
	const day = new Date().toLocaleDateString('sv');
	return { Became, t, told: told.map((each) => ({ ...each, hasPage: hasPage(each, day) })) };
}

/** What became of an idea, as it came for its code, and the part of the page that tells it. */
export async function whatBecameOfIdea(heard: string, lang: Language) {
	const told = readIdeaNews(heard);
	return told && partForIdea(told, lang);
}

/** The same of what is read already. */
export async function partForIdea(told: ToldOfIdea, lang: Language) {
	const [{ default: IdeaNews }, t] = await Promise.all([
		import('../neighbourhood/IdeaNews.svelte'),
		citizenWords(lang, 'phone', 'lab')
	]);
	return { IdeaNews, t, told };
}
