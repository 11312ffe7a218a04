import { deriveSecrets, readReceiptCode } from '$lib/domain/receipt-code.ts';
import { city } from '$lib/server/city.ts';
import { readOneWatched } from '$lib/server/watched.ts';

export const actions = {
	/** Without the page's script, at a lab's desk say: the code is used for this answer and kept nowhere. */
	default: async ({ request }) => {
		const typed = (await request.formData()).get('code');
		const code = typeof typed === 'string' ? readReceiptCode(typed) : undefined;
		if (!code) return { view: 'incomplete' as const };
		const found = await readOneWatched(city().db, deriveSecrets(code).watch);
		return { view: 'answer' as const, found };
	}
};
