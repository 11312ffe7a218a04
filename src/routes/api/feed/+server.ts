import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { isLanguage } from '$lib/domain/language.ts';
import { cursorSchema } from '$lib/domain/sync.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { readFeed } from '$lib/server/publications.ts';
import { readSettings } from '$lib/server/settings.ts';
import type { RequestHandler } from './$types';

/** What the city publishes, from a cursor on: docs/wire.md. */
export const GET: RequestHandler = async ({ url, request }) => {
	const lang = url.searchParams.get('lang') ?? undefined;
	const since = url.searchParams.get('since') ?? undefined;
	if (lang !== undefined && !isLanguage(lang))
		return problemResponse('malformed', 'no such language');
	if (since !== undefined && !v.is(cursorSchema, since)) {
		return problemResponse('malformed', 'this is no cursor');
	}
	const { db } = city();
	const { epoch } = await readSettings(db);
	const text = JSON.stringify(await readFeed(db, epoch, { lang, since }));
	const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
	const headers = { etag, 'content-type': 'application/json', 'cache-control': 'public, no-cache' };
	const same = request.headers.get('if-none-match') === etag;
	return new Response(same ? null : text, { status: same ? 304 : 200, headers });
};
