import { deriveSecrets, readReceiptCode } from '$lib/domain/receipt-code.ts';
import { city } from '$lib/server/city.ts';
import { askAtHub } from '$lib/server/hub/by-code.ts';
import { receiveHelped } from '$lib/server/receive-helped.ts';
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
		const { watch } = deriveSecrets(code);
		const { db, hub } = city();
		const found = hub ? await askAtHub(db, hub, code, new Date()) : await readOneWatched(db, watch);
		const spoken = hub ? [] : (found?.messages ?? []);
		const voices = spoken.flatMap(({ id, voice }) =>
			voice ? [[id, `/said/${id}/${voice.key}`] as const] : []
		);
		return { view: 'answer' as const, found, watch, voices: Object.fromEntries(voices) };
	}
};
