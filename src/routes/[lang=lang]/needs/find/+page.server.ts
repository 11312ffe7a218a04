import { deriveSecrets, readReceiptCode } from '$lib/domain/receipt-code.ts';
import { city } from '$lib/server/city.ts';
import { askAtHub } from '$lib/server/hub/by-code.ts';
import { readOneWatched } from '$lib/server/watched.ts';

export const actions = {
	/** Without the page's script, at a lab's desk say: the code is used for this answer and kept nowhere. */
	default: async ({ request }) => {
		const typed = (await request.formData()).get('code');
		const code = typeof typed === 'string' ? readReceiptCode(typed) : undefined;
		if (!code) return { view: 'incomplete' as const };
		const { db, hub } = city();
		const found = hub
			? await askAtHub(db, hub, code, new Date())
			: await readOneWatched(db, deriveSecrets(code).watch);
		return { view: 'answer' as const, found };
	}
};
