import { moduleTitles } from '../../module-titles.server.ts';

export const load = async ({ params }) => ({ titles: await moduleTitles(params.lang) });
