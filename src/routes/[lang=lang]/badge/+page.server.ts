import { moduleTitles } from '../module-titles.server.ts';

/** The catalogue of badges: what a code leaves out is expanded from it. */
export const load = async ({ params }) => ({ titles: await moduleTitles(params.lang) });
