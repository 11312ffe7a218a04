/** What became of a need of this phone, opened with its code, and the part of the page that tells it. */
import { hasPage, readBecame } from '$lib/domain/became.ts';
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
	const told = await readBecame(became, key, await cryptography());
	if (told.length === 0) return undefined;
	const [{ default: Became }, t] = await Promise.all([
		import('../neighbourhood/Became.svelte'),
		citizenWords(lang, 'phone', 'lab')
	]);
	const day = new Date().toLocaleDateString('sv');
	return { Became, t, told: told.map((each) => ({ ...each, hasPage: hasPage(each, day) })) };
}
