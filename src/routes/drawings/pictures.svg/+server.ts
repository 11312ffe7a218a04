import { answerDrawings } from '$lib/server/drawings-response.ts';
import { pictureDrawings } from '$lib/server/drawings.ts';

/** The pictures that every phone keeps. */
export const GET = ({ request }) => answerDrawings(pictureDrawings, request);
