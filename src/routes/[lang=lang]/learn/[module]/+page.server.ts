import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { outline } from '../outline.server.ts';

export const load = ({ params }) => {
	const module = outline(params.lang as Language).find(({ slug }) => slug === params.module);
	if (!module) error(404);
	return { module };
};
