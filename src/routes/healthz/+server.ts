import type { RequestHandler } from './$types';

/** Is this process alive? */
export const GET: RequestHandler = () =>
	new Response('alive\n', { headers: { 'cache-control': 'no-store' } });
