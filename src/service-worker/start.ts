/** "Where do I start?" and what joins a session, on this phone: too much for the first visit, so it comes with the first tap and stays. */
import { build } from '$service-worker';
import { startPart } from '$lib/domain/pack.ts';
import { bringPart } from './bring-modules.ts';
import { keptModules } from './kept-modules.ts';
import { inTurn, openPages } from './pages-cache.ts';
import { keptFromFirstUse } from './seldom.ts';

/**
 * Brings it with what its tasks show, and keeps it from now on.
 * @throws when the line breaks
 */
export function keepStart(lang: string): Promise<void> {
	return inTurn(async () => {
		if (!(startPart in (await keptModules(lang)))) await bringPart(lang, `?module=${startPart}`);
		await keepStartScripts(lang);
	});
}

/**
 * Keeps the scripts of its pages, which no other page needs; those of the session are also fetched later by its page.
 * @throws when the line breaks
 */
export async function keepStartScripts(lang: string): Promise<void> {
	const page = await (await openPages(lang)).match(`/${lang}/learn/${startPart}`);
	if (!page) return;
	const named = `${page.headers.get('link')} ${await page.text()}`;
	const files = new Set([
		...(named.match(/\/_app\/immutable\/seldom\/[\w.-]+\.js/g) ?? []),
		...build.filter((file) => file.includes('/seldom/session.')),
		...build.filter((file) => file.includes(`/seldom/${lang}.lab.`))
	]);
	for (const file of files) await keptFromFirstUse(new Request(file));
}
