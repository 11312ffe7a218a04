/** "Where do I start?" and the sessions on this phone: too much for the first visit, so they come with the first tap and stay. */
import { build } from '$service-worker';
import { startPart } from '$lib/domain/pack.ts';
import { bringPart } from './bring-modules.ts';
import { keptModules } from './kept-modules.ts';
import { inTurn, openPages } from './pages-cache.ts';
import { keptFromFirstUse } from './seldom.ts';

/**
 * Brings them with what the tasks show, and keeps them from now on.
 * @throws when the line breaks
 */
export function keepStart(lang: string): Promise<void> {
	return inTurn(async () => {
		if (!(startPart in (await keptModules(lang)))) await bringPart(lang, `?module=${startPart}`);
		await keepStartScripts(lang);
	});
}

/**
 * Keeps the scripts and words of their pages, which no other page needs.
 * @throws when the line breaks
 */
export async function keepStartScripts(lang: string): Promise<void> {
	const files = build.filter((file) => file.includes(`/seldom/${lang}.lab.`));
	for (const path of [`learn/${startPart}`, 'sessions']) {
		const page = await (await openPages(lang)).match(`/${lang}/${path}`);
		const named = page && `${page.headers.get('link')} ${await page.text()}`;
		files.push(...(named?.match(/\/_app\/immutable\/seldom\/[\w.-]+\.(js|css)/g) ?? []));
	}
	for (const file of new Set(files)) await keptFromFirstUse(new Request(file));
}
