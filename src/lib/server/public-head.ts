/**
 * What a public page says of itself to search engines and to whoever shares its link. The server writes it into the page
 * (hooks.server.ts), so no phone loads code for it.
 */
import { languages as all, type Language } from '../domain/language.ts';
import { city } from './city.ts';
import { escaped } from '../domain/escaped.ts';
import { cityNameIn, readSettings } from './settings.ts';

export interface PublicHead {
	lang: Language;
	/** In the page's own words. */
	title: string;
	about: string;
	/** Behind the language: `/neighbourhood`; no query, so each page has one address. */
	path: string;
	/** The path of its picture, 1200 x 630. */
	picture: string;
}

interface Where {
	/** The city's public address; without one nothing that needs a whole address is said. */
	origin: string | undefined;
	cityName: string;
	/** Those that the city offers. */
	languages: readonly Language[];
}

/** Search engines cut what is longer. */
const longestAbout = 160;

/** As Open Graph writes languages: with a country. */
const localeIn: Record<Language, string> = {
	...{ ca: 'ca_ES', es: 'es_ES', it: 'it_IT', fr: 'fr_FR' },
	...{ nl: 'nl_NL', en: 'en_GB', pt: 'pt_PT', ar: 'ar_AR' }
};

/** The tags, for the head of the page. */
export function publicHead(head: PublicHead, { origin, cityName, languages }: Where): string {
	const { lang, title, path } = head;
	const about = shortened(head.about);
	const offered = all.filter((each) => languages.includes(each));
	const tags = [
		meta('name', 'description', about),
		meta('property', 'og:type', 'website'),
		meta('property', 'og:site_name', cityName),
		meta('property', 'og:title', title),
		meta('property', 'og:description', about),
		meta('property', 'og:locale', localeIn[lang]),
		...offered
			.filter((each) => each !== lang)
			.map((each) => meta('property', 'og:locale:alternate', localeIn[each]))
	];
	if (!origin) return tags.join('');
	const address = `${origin}/${lang}${path}`;
	return [
		...tags,
		`<link rel="canonical" href="${escaped(address)}">`,
		...alternates(origin, path, offered).map(
			([each, href]) => `<link rel="alternate" hreflang="${each}" href="${escaped(href)}">`
		),
		meta('property', 'og:url', address),
		meta('property', 'og:image', origin + head.picture),
		meta('property', 'og:image:width', '1200'),
		meta('property', 'og:image:height', '630'),
		meta('property', 'og:image:alt', title),
		meta('name', 'twitter:card', 'summary_large_image')
	].join('');
}

/** The same page in each language, and for everybody else the screen on which one is chosen. */
export function alternates(
	origin: string,
	path: string,
	languages: readonly Language[]
): [string, string][] {
	const chooses = path === '' ? `${origin}/` : `${origin}/?page=${path}`;
	return [
		...languages.map((each): [string, string] => [each, `${origin}/${each}${path}`]),
		['x-default', chooses]
	];
}

/**
 * Keeps it for the page that is being drawn.
 * @param locals undefined where what a page shows is asked for without drawing one
 */
export async function sayInHead(locals: App.Locals | undefined, head: PublicHead): Promise<void> {
	const { db, origin, hub } = city();
	// what stands at a hub is the city's: nobody should find it there
	if (!locals || hub) return;
	const settings = await readSettings(db);
	const cityName = cityNameIn(settings, head.lang);
	locals.head = publicHead(head, { origin, cityName, languages: settings.languages });
}

/** What the first page says of itself: it comes to every phone before anything else, so it is a line. */
export function sayBriefly(locals: App.Locals | undefined, about: string): void {
	if (locals && !city().hub) locals.head = meta('name', 'description', shortened(about));
}

function meta(kind: 'name' | 'property', name: string, content: string): string {
	return `<meta ${kind}="${name}" content="${escaped(content)}">`;
}

/** On one line; cut behind a whole word where it is too long. */
function shortened(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= longestAbout) return line;
	const cut = line.slice(0, longestAbout).toWellFormed();
	return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longestAbout / 2))}…`;
}
