/** Which pages search engines may show: those that everybody may read and that say nothing of a person. */

/** Whatever is not here is not for them. */
const indexable = new Set([
	'/',
	...[
		...['', '/help', '/sessions', '/survey'],
		...['/learn', '/learn/[module]', '/learn/[module]/[lesson]'],
		...['/neighbourhood', '/neighbourhood/method', '/neighbourhood/poster/[lab=id]'],
		'/neighbourhood/[challenge=id]',
		'/neighbourhood/[challenge=id]/round/[round=id]',
		'/neighbourhood/[challenge=id]/priority/[priority=id]'
	].map((path) => `/[lang=lang]${path}`)
]);

/** May the page of this route be found? At a hub none: what stands there is the city's. */
export function isIndexable(route: string | null, isHub: boolean): boolean {
	return !isHub && route !== null && indexable.has(route);
}

/** What crawlers need not even ask for: staff, what programs talk to, and what is opened by a code. */
const closed = [
	...['/staff', '/api/', '/my-need/', '/said/', '/badges/', '/public-voices/', '/voices/'],
	...['/*/needs/find', '/*/card', '/*/trainer', '/*/hub', '/*/carry']
];

/** `robots.txt` (RFC 9309): at a hub nothing, at the city all that is public, and where the list of it is. */
export function robotsFile(origin: string, isHub: boolean): string {
	if (isHub) return 'User-agent: *\nDisallow: /\n';
	const lines = closed.map((path) => `Disallow: ${path}\n`).join('');
	return `User-agent: *\n${lines}\nSitemap: ${origin}/sitemap.xml\n`;
}
