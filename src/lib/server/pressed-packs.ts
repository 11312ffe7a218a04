/** Pages of packs as they travel: pressed once, given many times. */
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Language } from '../domain/language.ts';
import type { Shelf } from '../domain/shelf.ts';
import { moreModules, pagesOf, type Renderer } from './packs.ts';

const compress = promisify(brotliCompress);
const pressed = new Map<string, { key: string; bytes: Promise<Buffer<ArrayBuffer>> }>();

/** So many groups at most: a whole language comes in ten requests, with its lists. */
const groups = 6;

/**
 * The pages as JSON, pressed by Brotli: of what every pack has, or of these modules.
 * @throws when a page cannot be rendered
 */
export function pressedPages(
	renderer: Renderer,
	lang: Language,
	modules?: readonly string[]
): Promise<Buffer<ArrayBuffer>> {
	const key = renderer.keyOf(modules ?? []);
	const name = JSON.stringify([lang, modules]);
	const known = pressed.get(name);
	if (known?.key === key) return known.bytes;
	const bytes = press(renderer, lang, modules);
	pressed.set(name, { key, bytes });
	bytes.catch(() => pressed.delete(name));
	return bytes;
}

/** What every phone fetches is pressed as small as it gets; the many others are done a good deal sooner, and 3 % larger. */
async function press(renderer: Renderer, lang: Language, modules?: readonly string[]) {
	const pages = JSON.stringify(await pagesOf(renderer, lang, modules));
	const quality = modules ? 9 : 11;
	return compress(pages, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

/** The modules of a group, where there is one with this number. */
export function modulesOfGroup(lang: Language, group: number): string[] {
	return moreModules(lang).filter((_, place, all) => groupAt(place, all.length) === group);
}

function groupAt(place: number, count: number): number {
	return Math.floor((place * groups) / Math.max(groups, count));
}

/** What else can be kept of a language, with sizes as they travel. */
export async function shelfOf(renderer: Renderer, lang: Language): Promise<Shelf> {
	const slugs = moreModules(lang);
	const modules = [];
	for (const [place, slug] of slugs.entries()) {
		const { length } = await pressedPages(renderer, lang, [slug]);
		modules.push({ slug, size: length, group: groupAt(place, slugs.length) });
	}
	return { v: 1, build: renderer.build, modules };
}
