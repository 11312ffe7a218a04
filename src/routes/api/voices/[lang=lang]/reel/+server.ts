import * as v from 'valibot';
import type { Language } from '$lib/domain/language.ts';
import { builtVoices } from '$lib/server/built-voices.ts';
import { city } from '$lib/server/city.ts';
import { problemResponse } from '$lib/server/problem-response.ts';
import { publishedPart, publishedVoices } from '$lib/server/published-voices.ts';
import { readReel } from '$lib/server/voices.ts';
import type { RequestHandler } from './$types';

const number = v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number));
const askedSchema = v.object({ part: v.string(), at: number, of: number });

/** Many sounds of a language in one answer: docs/wire.md. */
export const GET: RequestHandler = async ({ params, url }) => {
	const asked = v.safeParse(askedSchema, Object.fromEntries(url.searchParams));
	if (!asked.success) return problemResponse('malformed', 'say ?part=...&at=n&of=n');
	const voices = asked.output.part === publishedPart ? publishedVoices(city()) : builtVoices();
	const reel = await readReel(voices, params.lang as Language, asked.output);
	if (!reel) return problemResponse('not-found', 'nothing is in this reel');
	return new Response(reel, { headers: { 'content-type': 'application/octet-stream' } });
};
