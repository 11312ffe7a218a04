import { citizenWords } from '$lib/i18n/translator.ts';

export const load = async ({ data }) => ({ ...data, t: await citizenWords(data.lang) });
