import { citizenWords } from '$lib/i18n/translator.ts';

// a voice that was chosen can be heard before it goes; without script all else works as before
export const csr = true;

/** Each preview in the words of the citizen's own page. */
export const load = async ({ data }) => ({
	...data,
	previews: await Promise.all(
		data.previews.map(async (preview) => ({
			...preview,
			t: await citizenWords(preview.lang, 'phone')
		}))
	)
});
