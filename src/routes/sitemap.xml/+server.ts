import { error } from '@sveltejs/kit';
import { sitemapFile } from '$lib/domain/sitemap-file.ts';
import { city } from '$lib/server/city.ts';
import { publicPages } from '$lib/server/public-pages.ts';
import { taggedText } from '$lib/server/tagged-text.ts';
import type { RequestHandler } from './$types';

/** The public pages, for search engines; a hub has none of its own. */
export const GET: RequestHandler = async ({ url }) => {
	const { db, origin = url.origin, hub } = city();
	if (hub) error(404);
	const pages = await publicPages(db, origin, new Date());
	return taggedText(sitemapFile(pages), 'application/xml; charset=utf-8');
};
