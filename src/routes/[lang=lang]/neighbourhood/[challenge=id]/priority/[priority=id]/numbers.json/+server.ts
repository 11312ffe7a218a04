import { prioritisingFile } from '$lib/server/open-data.ts';
import type { RequestHandler } from './$types';

/** The results of a prioritising as open data: the numbers of its page, for everybody. */
export const GET: RequestHandler = ({ params }) => prioritisingFile(params, 'json');
