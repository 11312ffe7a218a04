import { error } from '@sveltejs/kit';
import type { Language } from '$lib/domain/language.ts';
import { lessonGuide } from '$lib/server/lesson-guide.ts';
import { city } from '$lib/server/city.ts';
import { readSwaps } from '$lib/server/swap-fields.ts';

export const load = async ({ params }) => {
	const swaps = await readSwaps(city().db);
	const guide = lessonGuide(params.lang as Language, params.module, swaps);
	if (!guide) error(404);
	return { guide };
};
