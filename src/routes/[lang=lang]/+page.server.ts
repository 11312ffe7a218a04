import type { Language } from '$lib/domain/language.ts';
import { modulesInList } from './learn/outline.server.ts';

/** Of the modules only what "go on" needs: this page comes first. */
export const load = async ({ params }) => ({
	modules: (await modulesInList(params.lang as Language)).map(({ slug, title, lessons }) => ({
		slug,
		title,
		lessons
	}))
});
