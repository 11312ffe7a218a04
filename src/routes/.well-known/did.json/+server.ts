import { didDocument } from '$lib/domain/open-badge.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import type { RequestHandler } from './$types';

/** The city as an issuer (did:web) with all keys that ever signed; a hub issues nothing. */
export const GET: RequestHandler = ({ url }) => {
	const { hub, keys, origin = url.origin } = city();
	if (hub) return problemResponse('not-found', 'a hub issues no badges');
	const document = didDocument(
		origin,
		keys.signing.map((pair) => pair.public)
	);
	return Response.json(document, {
		headers: { 'content-type': 'application/did+json', 'access-control-allow-origin': '*' }
	});
};
