import { roundFile } from '$lib/server/open-data.ts';
import type { RequestHandler } from './$types';

/** The results of a round as open data: the numbers of its page, for everybody. */
export const GET: RequestHandler = ({ params }) => roundFile(params, 'json');
