import { staffWords } from '$lib/i18n/translator.ts';

// staff pages are plain pages and forms: no script at all
export const csr = false;

export const load = async ({ data }) => ({ ...data, t: await staffWords(data.lang) });
