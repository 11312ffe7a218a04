import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { outline } from '../outline.server.ts';

export const load = async ({ params }) => {
	const modules = await outline(params.lang as Language);
	const module = modules.find(({ slug }) => slug === params.module);
	if (!module) error(404);
	return { module };
};
