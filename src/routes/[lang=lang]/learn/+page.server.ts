import type { Language } from '$lib/domain/language.ts';
import { outline } from './outline.server.ts';

export const load = ({ params }) => ({ modules: outline(params.lang as Language) });
