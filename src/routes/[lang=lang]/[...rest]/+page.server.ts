import { error } from '@sveltejs/kit';

/** Any other address of a language: said in that language. */
export const load = () => error(404, 'not-found');
