import { error } from '@sveltejs/kit';
import { version } from '$app/environment';
import type { Language } from '$lib/domain/language.ts';
import { otherParts } from '$lib/domain/pack.ts';
import { city } from '$lib/server/city.ts';
import { moreModules, packRenderer, pagesOf } from '$lib/server/packs.ts';
import { modulesOfGroup, pressedPages } from '$lib/server/pressed-packs.ts';

/**
 * All pages of a language at once, for a phone that has none of them yet; with `?module=a` those of a module or
 * of another part, with `?group=2` those of a group of modules, as the shelf names them.
 */
export const GET = async ({ params, url, fetch, request }) => {
	const lang = params.lang as Language;
	const renderer = await packRenderer(city().db, version, fetch);
	const modules = modulesAsked(lang, url.searchParams);
	if (modules?.length === 0) error(404);
	const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
	headers.set('vary', 'accept-encoding');
	if (!/\bbr\b/.test(request.headers.get('accept-encoding') ?? '')) {
		return new Response(JSON.stringify(await pagesOf(renderer, lang, modules)), { headers });
	}
	const pressed = await pressedPages(renderer, lang, modules);
	headers.set('content-encoding', 'br');
	// who asks for the head alone learns how much would travel
	headers.set('content-length', String(pressed.length));
	return new Response(pressed, { headers });
};

function modulesAsked(lang: Language, asked: URLSearchParams): string[] | undefined {
	const module = asked.get('module');
	if (module !== null && otherParts.includes(module)) return [module];
	if (module !== null) return moreModules(lang).filter((slug) => slug === module);
	const group = asked.get('group');
	return group === null ? undefined : modulesOfGroup(lang, Number(group));
}
