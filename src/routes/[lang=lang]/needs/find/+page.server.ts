import { hasPage, readBecameByCode } from '$lib/domain/became.ts';
import type { Language } from '$lib/domain/language.ts';
import { deriveSecrets, readReceiptCode } from '$lib/domain/receipt-code.ts';
import type { News } from '$lib/domain/sync.ts';
import { staffWords } from '$lib/i18n/translator.ts';
import { city } from '$lib/server/city.ts';
import { cryptography } from '$lib/server/cryptography.ts';
import { askAtHub } from '$lib/server/hub/by-code.ts';
import { readOneIdea } from '$lib/server/idea-news.ts';
import { receiveHelped } from '$lib/server/receive-helped.ts';
import { today } from '$lib/server/today.ts';
import { readOneWatched } from '$lib/server/watched.ts';

export const actions = {
	/**
	 * Without the page's script, at a lab's desk say: the code is used for this answer and kept nowhere. Or what somebody
	 * says of the answer.
	 */
	default: async ({ request, params }) => {
		const form = await request.formData();
		if (form.has('helped')) {
			const isKept = await receiveHelped(city(), form, params.lang, new Date());
			return { view: isKept ? ('helped' as const) : ('ask' as const) };
		}
		const typed = form.get('code');
		const code = typeof typed === 'string' ? readReceiptCode(typed) : undefined;
		if (!code) return { view: 'incomplete' as const };
		const { watch, reply } = deriveSecrets(code);
		const { db, hub } = city();
		if (hub) {
			const { found, idea } = await askAtHub(db, hub, code, new Date());
			const told = await toldOf(found, reply);
			return { view: 'answer' as const, found, idea, watch, voices: {}, told };
		}
		const found = await readOneWatched(db, watch);
		const idea = found ? undefined : await readOneIdea(db, watch);
		const voices = (found?.messages ?? []).flatMap(({ id, voice }) =>
			voice ? [[id, `/said/${id}/${voice.key}`] as const] : []
		);
		const told = await toldOf(found, reply);
		// words of a page that no phone keeps
		const all = (await staffWords(params.lang as Language))('access.title');
		const said = { voices: Object.fromEntries(voices), told, idea };
		return { view: 'answer' as const, found, watch, ...said, all };
	}
};

/** What became of the need, and whether there is a page of it. */
async function toldOf(found: News | undefined, reply: string) {
	const told = found?.became ? await readBecameByCode(found.became, reply, cryptography) : [];
	return told.map((each) => ({ ...each, hasPage: hasPage(each, today()) }));
}
