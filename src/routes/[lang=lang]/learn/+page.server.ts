import type { Language } from '$lib/domain/language.ts';
import { modulesInList } from './outline.server.ts';

export const load = ({ params }) => ({ modules: modulesInList(params.lang as Language) });
