import { createHash } from 'node:crypto';
import { drawings } from '$lib/server/drawings.ts';

const etag = `"${createHash('sha256').update(drawings).digest('base64url').slice(0, 16)}"`;

export const GET = ({ request }) => {
	const headers = { etag, 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' };
	if (request.headers.get('if-none-match') === etag) {
		return new Response(null, { status: 304, headers });
	}
	return new Response(drawings, { headers });
};
