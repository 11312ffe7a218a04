/** What a phone keeps of a language: the pages as they are now, by the hash of their content. */
import { createHash } from 'node:crypto';
import type { Language } from '../domain/language.ts';
import type { Pack } from '../domain/pack.ts';
import type { Database } from './database.ts';
import { listModules } from './lessons.ts';
import { listNeighbourhoods } from './neighbourhoods.ts';
import { readSettings } from './settings.ts';

type Render = (url: string, init: RequestInit) => Promise<Response>;

const made = new Map<string, { key: string; pack: Pack }>();

/**
 * The pack of a language. Pages are rendered once for each state of the city's settings and build, then remembered.
 * @throws when a page cannot be rendered: half a pack would be worse than none
 */
export async function packOf(
	db: Database,
	lang: Language,
	build: string,
	render: Render
): Promise<Pack> {
	const key = JSON.stringify([build, await readSettings(db), await listNeighbourhoods(db)]);
	const known = made.get(lang);
	if (known?.key === key) return known.pack;
	const pages: Pack['pages'] = [];
	for (const url of pagesOf(lang)) {
		const response = await render(url, { headers: { 'accept-language': lang } });
		if (!response.ok) throw new Error(`${url} answered ${response.status}`);
		const body = Buffer.from(await response.arrayBuffer());
		const revision = createHash('sha256').update(body).digest('base64url');
		pages.push({ url, revision, size: body.length });
	}
	const pack: Pack = { v: 1, build, lang, pages };
	made.set(lang, { key, pack });
	return pack;
}

function pagesOf(lang: Language): string[] {
	const lessons = listModules(lang).flatMap(({ slug, lessons }) => [
		`/learn/${slug}`,
		...lessons.map((lesson) => `/learn/${slug}/${lesson.slug}`)
	]);
	const paths = [
		'',
		'/learn',
		...lessons,
		'/needs',
		'/needs/new',
		'/needs/find',
		'/carry',
		'/help',
		'/who',
		'/card',
		'/finish'
	];
	return [
		'/',
		...[...paths, '/not-here', '/manifest.webmanifest'].map((path) => `/${lang}${path}`),
		'/drawings.svg'
	];
}
