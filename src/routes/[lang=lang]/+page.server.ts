import type { Language } from '$lib/domain/language.ts';
import { outline } from './learn/outline.server.ts';

export const load = ({ params }) => ({
	lessons: outline(params.lang as Language).flatMap(({ lessons }) => lessons)
});
