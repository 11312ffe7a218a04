import { error } from '@sveltejs/kit';

/** Where `authorize` sends who has not the role. */
export const load = () => error(403, 'forbidden');
