import { answerDrawings } from '$lib/server/drawings-response.ts';
import { drawings } from '$lib/server/drawings.ts';

/** The drawings that every page shows. */
export const GET = ({ request }) => answerDrawings(drawings, request);
