import type { Language } from '$lib/domain/language.ts';
import { listModules } from '$lib/server/lessons.ts';

/** The catalogue of badges: what a code leaves out is expanded from it. */
export const load = ({ params }) => ({
	titles: Object.fromEntries(
		listModules(params.lang as Language).map(({ slug, title }) => [slug, title])
	)
});
