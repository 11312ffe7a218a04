import { staffWords } from '$lib/i18n/translator.ts';

// staff pages are plain pages and forms; the few that need a script say so in their own +page.ts
export const csr = false;

export const load = async ({ data }) => ({ ...data, t: await staffWords(data.lang) });
