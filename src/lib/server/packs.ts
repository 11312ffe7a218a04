/** What a phone keeps of a language: the pages as they are now, by the hash of their content. */
import { createHash } from 'node:crypto';
import type { Language } from '../domain/language.ts';
import type { Pack, PackPages } from '../domain/pack.ts';
import type { Database } from './database.ts';
import { listModules } from './lessons.ts';
import { listNeighbourhoods } from './neighbourhoods.ts';
import { readSettings } from './settings.ts';

type Render = (url: string, init: RequestInit) => Promise<Response>;

type Made = { key: string; pack: Pack; pages: PackPages };

const made = new Map<string, Made>();

/** What the browser must hear again with a kept page; the rest belongs to one answer only. */
const keptHeaders = [
	'content-type',
	'content-security-policy',
	'cross-origin-opener-policy',
	'link',
	'permissions-policy',
	'referrer-policy',
	'x-content-type-options'
];

/**
 * The pack of a language. Pages are rendered once for each state of the city's settings and build, then remembered.
 * @returns the list, and the pages themselves
 * @throws when a page cannot be rendered: half a pack would be worse than none
 */
export async function packOf(
	db: Database,
	lang: Language,
	build: string,
	render: Render
): Promise<Made> {
	const key = JSON.stringify([build, await readSettings(db), await listNeighbourhoods(db)]);
	const known = made.get(lang);
	if (known?.key === key) return known;
	const list: Pack['pages'] = [];
	const pages: PackPages['pages'] = [];
	for (const url of pagesOf(lang)) {
		const response = await render(url, { headers: { 'accept-language': lang } });
		if (!response.ok) throw new Error(`${url} answered ${response.status}`);
		const text = await response.text();
		const revision = createHash('sha256').update(text).digest('base64url');
		list.push({ url, revision, size: Buffer.byteLength(text) });
		// what pages share has come with the first of them already
		if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
		const headers = keptHeaders.flatMap((name) => {
			const value = response.headers.get(name);
			return value === null ? [] : [[name, value]];
		});
		pages.push({ url, headers: Object.fromEntries(headers), text });
	}
	const rendered: Made = {
		key,
		pack: { v: 1, build, lang, pages: list },
		pages: { v: 1, build, pages }
	};
	made.set(lang, rendered);
	return rendered;
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
