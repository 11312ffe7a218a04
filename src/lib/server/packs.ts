/** What a phone keeps of a language: the pages as they are now, by the hash of their content. */
import { createHash } from 'node:crypto';
import type { Language } from '../domain/language.ts';
import {
	modulesInPack,
	otherParts,
	revisionLetters,
	startPart,
	trainerPart,
	type Pack,
	type PackPages
} from '../domain/pack.ts';
import { readCalendar } from './calendar.ts';
import type { Database } from './database.ts';
import { moduleDrawings } from './drawings.ts';
import { listModules } from './lessons.ts';
import { listNeighbourhoods } from './neighbourhoods.ts';
import { publishedReplies } from './public-replies.ts';
import { publishedChallenges } from './published-challenges.ts';
import { publishedDecisions } from './published-decisions.ts';
import { publishedIdeas } from './published-ideas.ts';
import { publishedPrioritisings } from './published-prioritisings.ts';
import { publishedPilots } from './published-pilots.ts';
import { publishedRounds } from './published-rounds.ts';
import { publishedSurveys } from './surveys.ts';
import { readSettings } from './settings.ts';
import { readSwaps } from './swap-fields.ts';

type Render = (url: string, init: RequestInit) => Promise<Response>;

/** A part of what a phone can keep: what comes with every pack, or one module. */
interface Part {
	list: Pack['pages'];
	pages: PackPages['pages'];
}

/** Renders the pages of a build; they are rendered again only when the key of their part changes. */
export interface Renderer {
	build: string;
	/** What the pages of a part depend on; of several parts together, what any of them does. */
	keyOf(parts: readonly string[]): string;
	/** The challenges that can be read and their rounds and prioritisings, and where one says an idea: each has a page, below that of the neighbourhood. */
	challenges: readonly string[];
	render: Render;
}

/** A renderer for one request: what the pages depend on is read once for all of them. */
export async function packRenderer(db: Database, build: string, render: Render): Promise<Renderer> {
	const city = [await readSettings(db), await listNeighbourhoods(db), await readSwaps(db)];
	const key = JSON.stringify([build, ...city]);
	// what is over is in it no more: then the page is another one
	const now = new Date();
	const open = await publishedChallenges(db, now);
	const rounds = (await publishedRounds(db)).filter(({ challenge }) =>
		open.some(({ id }) => id === challenge)
	);
	const prioritisings = (await publishedPrioritisings(db)).filter(({ challenge }) =>
		open.some(({ id }) => id === challenge)
	);
	const news = [
		await readCalendar(db, now),
		await publishedReplies(db),
		await publishedDecisions(db),
		await publishedPilots(db, now),
		open,
		rounds,
		prioritisings,
		await Promise.all(open.map(({ id }) => publishedIdeas(db, id))),
		await publishedSurveys(db)
	];
	const withNews = JSON.stringify([key, ...news]);
	const hasNews = (part: string) => part === startPart || part === trainerPart;
	const keyOf = (parts: readonly string[]) => (parts.some(hasNews) ? withNews : key);
	const challenges = [
		...open.flatMap(({ id, isOpen }) => (isOpen ? [id, `${id}/idea`] : [id])),
		...rounds.map(({ id, challenge }) => `${challenge}/round/${id}`),
		...prioritisings.map(({ id, challenge }) => `${challenge}/priority/${id}`)
	];
	return { build, keyOf, challenges, render };
}

const made = new Map<string, { key: string; part: Promise<Part> }>();

const sharedDrawings = ['/drawings.svg', '/drawings/pictures.svg'];

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
 * The pack of a language, with these modules: what is not in every pack already comes behind it, and a module that there
 * is not in this language is left out. Other parts are asked for like a module.
 * @throws when a page cannot be rendered: half a pack would be worse than none
 */
export async function packOf(
	renderer: Renderer,
	lang: Language,
	modules: readonly string[]
): Promise<Pack> {
	const known = [...moreModules(lang), ...otherParts].filter((slug) => modules.includes(slug));
	const parts = [await partOf(renderer, lang, '')];
	for (const slug of known) parts.push(await partOf(renderer, lang, slug));
	return { v: 1, build: renderer.build, lang, pages: parts.flatMap(({ list }) => list) };
}

/** The modules of a language that are not in every pack, in their order. */
export function moreModules(lang: Language): string[] {
	return listModules(lang)
		.slice(modulesInPack)
		.map(({ slug }) => slug);
}

/**
 * The pages themselves: of what every pack has, where no module is named, else of these modules.
 * @throws when a page cannot be rendered
 */
export async function pagesOf(
	renderer: Renderer,
	lang: Language,
	modules?: readonly string[]
): Promise<PackPages> {
	const parts = [];
	for (const slug of modules ?? ['']) parts.push(await partOf(renderer, lang, slug));
	return { v: 1, build: renderer.build, pages: parts.flatMap(({ pages }) => pages) };
}

function partOf(renderer: Renderer, lang: Language, module: string): Promise<Part> {
	const key = renderer.keyOf([module]);
	const name = `${lang} ${module}`;
	const known = made.get(name);
	if (known?.key === key) return known.part;
	const part = renderPart(renderer, lang, pathsOf(renderer, lang, module));
	made.set(name, { key, part });
	part.catch(() => made.delete(name));
	return part;
}

async function renderPart({ render }: Renderer, lang: Language, urls: string[]): Promise<Part> {
	const part: Part = { list: [], pages: [] };
	for (const url of urls) {
		const response = await render(url, { headers: { 'accept-language': lang } });
		if (!response.ok) throw new Error(`${url} answered ${response.status}`);
		const text = await response.text();
		const revision = createHash('sha256')
			.update(text)
			.digest('base64url')
			.slice(0, revisionLetters);
		part.list.push({ url, revision, size: Buffer.byteLength(text) });
		// what all pages share has come with the first of them already
		if (!/^(text\/html|image\/svg\+xml)/.test(response.headers.get('content-type') ?? '')) continue;
		if (sharedDrawings.includes(url)) continue;
		const headers = keptHeaders.flatMap((name) => {
			const value = response.headers.get(name);
			return value === null ? [] : [[name, value]];
		});
		part.pages.push({ url, headers: Object.fromEntries(headers), text });
	}
	return part;
}

/** What a trainer opens without internet. An invitation is no such page: it needs the city's answer. */
const trainerPaths = [
	...['', '/session', '/session/board', '/session/tell', '/session/wall', '/session/workshop'],
	...['/cards', '/group', '/slips', '/papers', '/thanks'],
	...['/ready', '/poster', '/guide']
];

const startPaths = ['learn/start', 'sessions', 'session', 'neighbourhood', 'badge', 'survey'];

function pathsOf({ challenges }: Renderer, lang: Language, module: string): string[] {
	if (module === '') return firstPaths(lang);
	if (module !== startPart) return modulePaths(module, lang);
	const paths = [
		...startPaths,
		'neighbourhood/method',
		...challenges.map((id) => `neighbourhood/${id}`)
	];
	return [...paths.map((path) => `/${lang}/${path}`), `/drawings/${startPart}.svg`];
}

function modulePaths(module: string, lang: Language): string[] {
	if (module === trainerPart) {
		const guides = listModules(lang).map(({ slug }) => `/guide/${slug}`);
		const pages = [...trainerPaths, ...guides].map((path) => `/${lang}/trainer${path}`);
		return [...pages, `/drawings/${trainerPart}.svg`];
	}
	const lessons = listModules(lang).find(({ slug }) => slug === module)?.lessons ?? [];
	const paths = ['', '/proof', ...lessons.map(({ slug }) => `/${slug}`)];
	const pages = paths.map((path) => `/${lang}/learn/${module}${path}`);
	return moduleDrawings(module) === undefined ? pages : [...pages, `/drawings/${module}.svg`];
}

function firstPaths(lang: Language): string[] {
	const first = listModules(lang).slice(0, modulesInPack);
	const paths = [
		'/needs',
		'/needs/new',
		'/needs/find',
		'/learn/look-up',
		'/carry',
		'/help',
		'/who',
		'/card',
		'/finish',
		'/not-here',
		'/manifest.webmanifest'
	];
	return [
		'/',
		`/${lang}`,
		`/${lang}/learn`,
		...first.flatMap(({ slug }) => modulePaths(slug, lang)),
		...paths.map((path) => `/${lang}${path}`),
		...sharedDrawings
	];
}
