/** Pages of a pack, many in one answer. */
import * as v from 'valibot';
import { version } from '$service-worker';
import { packPagesSchema, type PackPages } from '$lib/domain/pack.ts';

/**
 * The pages of a part of a language, of this build.
 * @throws when they cannot be fetched, or are of another build
 */
export async function fetchPages(lang: string, part: string): Promise<PackPages['pages']> {
	const response = await fetch(`/api/packs/${lang}/pages${part}`, { redirect: 'error' });
	const { build, pages } = v.parse(packPagesSchema, await response.json());
	if (build !== version) throw new Error('the pages are of another build');
	return pages;
}
