import type { Language } from '$lib/domain/language.ts';
import { modulesInList } from './outline.server.ts';

export const load = async ({ params }) => ({
	modules: await modulesInList(params.lang as Language)
});
