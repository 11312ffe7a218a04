import { browser } from '$app/environment';
import { rememberTyped } from '$lib/ui/staff/typed-early.ts';
import { staffWords } from '$lib/i18n/translator.ts';

// staff pages are plain pages and forms; the few that need a script say so in their own +page.ts
export const csr = false;

export const load = async ({ data }) => {
	const t = await staffWords(data.lang);
	if (browser) rememberTyped();
	return { ...data, t };
};
