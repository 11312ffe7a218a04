/** What became of a need or an idea, opened with its code, and the part of the page that tells it. */
import { askByCode } from '$lib/device/by-code.ts';
import { cryptography } from '$lib/device/cryptography.ts';
import { withdrawByCode } from '$lib/device/needs.ts';
import { fetchVoice } from '$lib/device/said.ts';
import { wake } from '$lib/device/wake.ts';
import { hasPage, readBecame, readBecameByCode, type Became } from '$lib/domain/became.ts';
import { openIdeaNews, type ToldOfIdea } from '$lib/domain/idea-news.ts';
import { deriveSecrets } from '$lib/domain/receipt-code.ts';
import type { Language } from '$lib/domain/language.ts';
import type { News } from '$lib/domain/sync.ts';
import { citizenWords } from '$lib/i18n/translator.ts';
import type { MyNeed } from './follow.ts';

/** All that the part of the page needs; undefined where nothing became of it yet. */
export async function whatBecame(
	{ became, code, hasReplyKey }: Pick<MyNeed, 'became' | 'code' | 'hasReplyKey'>,
	lang: Language
) {
	if (became === undefined) return undefined;
	const key = hasReplyKey ? deriveSecrets(code).reply : undefined;
	const told = shown(await readBecame(became, key, await cryptography()));
	if (told.length === 0) return undefined;
	const [{ default: Became }, t] = await Promise.all([
		import('../neighbourhood/Became.svelte'),
		citizenWords(lang, 'phone', 'lab')
	]);
	return { Became, t, told };
}

function shown(told: Became[]) {
	const day = new Date().toLocaleDateString('sv');
	return told.map((each) => ({ ...each, hasPage: hasPage(each, day) }));
}

/** The same of what is not of this phone, by the code that somebody typed, as the city's news of it came. */
async function whatBecameByCode(
	{ became, idea }: { became?: string | undefined; idea?: string | undefined },
	code: string,
	lang: Language
) {
	const crypt = await cryptography();
	const { reply } = deriveSecrets(code);
	const told = became ? await readBecameByCode(became, reply, crypt) : [];
	return partFor({ told, idea: idea && (await openIdeaNews(idea, reply, crypt)) }, lang);
}

/** The part of the page that shows what has a code, with what is opened already. */
export async function partFor(
	{ told, idea }: { told: Became[]; idea?: ToldOfIdea | '' | undefined },
	lang: Language
) {
	const [{ default: Part }, t] = await Promise.all([
		import('../neighbourhood/ByCode.svelte'),
		citizenWords(lang, 'phone', 'lab')
	]);
	return { Part, t, told: shown(told), idea: idea || undefined };
}

/** Asks the city for what has this code; undefined where it does not answer. Nothing is kept on this phone. */
export async function askCity(code: string, lang: Language) {
	const answer = await askByCode(code);
	if ('noAnswer' in answer) return undefined;
	const { found, watch, idea } = answer;
	const after = await whatBecameByCode({ became: found?.became, idea }, code, lang);
	return { found, watch, after };
}

/** Brings the voice of a message, as an address of this page; undefined where it does not come. */
export async function voiceOf(message: News['messages'][number]): Promise<string | undefined> {
	const bytes = await fetchVoice(message, await cryptography());
	return bytes && URL.createObjectURL(new Blob([bytes], { type: message.voice?.type ?? '' }));
}

export { withdrawByCode as takeBack, wake as wakeUp };
