import * as v from 'valibot';
import { contentHashSchema, largestPiece } from '$lib/domain/media.ts';
import { city } from '$lib/server/city.ts';
import { logger } from '$lib/server/log.ts';
import { readPiece } from '$lib/server/media/read-piece.ts';
import { arrivedOf, receivePiece, type Arrived } from '$lib/server/media/receive.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import type { RequestHandler } from './$types';

/** How much of a recording or photo is here: docs/wire.md. */
export const HEAD: RequestHandler = async ({ params }) => {
	if (!v.is(contentHashSchema, params.sha256)) return problemResponse('not-found', 'no such hash');
	return answered(() => arrivedOf(city().door.media, params.sha256));
};

/** The next piece of a recording or photo: docs/wire.md. */
export const PUT: RequestHandler = async ({ params, url, request }) => {
	const offset = url.searchParams.get('offset') ?? '';
	if (!/^\d{1,12}$/.test(offset)) {
		return problemResponse('malformed', 'say at which byte the piece begins: ?offset=n');
	}
	if (!v.is(contentHashSchema, params.sha256)) return problemResponse('not-found', 'no such hash');
	const piece = await readPiece(request, largestPiece);
	if ('refused' in piece) return problemResponse(piece.refused, piece.detail);
	return answered(() => receivePiece(city().door.media, params.sha256, Number(offset), piece));
};

export const fallback: RequestHandler = () => {
	const response = problemResponse('method-not-allowed', 'only HEAD and PUT are answered here');
	response.headers.set('allow', 'HEAD, PUT');
	return response;
};

async function answered(ask: () => ReturnType<typeof receivePiece>): Promise<Response> {
	try {
		const result = await ask();
		if (!('refused' in result)) return new Response(null, { headers: headersOf(result) });
		const response = problemResponse(result.refused, result.detail);
		if ('at' in result)
			for (const [name, value] of headersOf(result.at)) response.headers.set(name, value);
		return response;
	} catch (error) {
		const { code, stack } = error as { code?: unknown; stack?: unknown };
		logger.error({ code, stack }, 'no media can be received now');
		const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
		return problemResponse(isFull ? 'no-room' : 'unavailable', 'send the same piece again later');
	}
}

function headersOf({ offset, size }: Arrived): Headers {
	return new Headers({
		'upload-offset': String(offset),
		'upload-length': String(size),
		'cache-control': 'no-store'
	});
}
