import { city } from '$lib/server/city.ts';
import { keySet } from '$lib/server/keys.ts';
import type { RequestHandler } from './$types';

/** The city's public keys, signed by its root key: docs/wire.md. */
export const GET: RequestHandler = () =>
	Response.json(keySet(city().keys), { headers: { 'cache-control': 'no-cache' } });
