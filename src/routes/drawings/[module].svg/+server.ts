import { error } from '@sveltejs/kit';
import { answerDrawings } from '$lib/server/drawings-response.ts';
import { moduleDrawings } from '$lib/server/drawings.ts';

/** The drawings of a module that comes by a tap. */
export const GET = ({ params, request }) => {
	const drawings = moduleDrawings(params.module);
	if (drawings === undefined) error(404);
	return answerDrawings(drawings, request);
};
