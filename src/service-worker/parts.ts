/**
 * Parts that are kept like a module: "Where do I start?" and the sessions, too much for the first visit, come with the first tap; the
 * trainer's pages come to who is a trainer.
 */
import { build } from '$service-worker';
import { startPart, trainerPart } from '$lib/domain/pack.ts';
import { bringPart } from './bring-modules.ts';
import { keptModules } from './kept-modules.ts';
import { inTurn } from './pages-cache.ts';
import { keptFromFirstUse } from './seldom.ts';

/**
 * Brings a part with the files that no other page needs, and keeps it from now on.
 * @throws when the line breaks
 */
export function keepPart(lang: string, part: string): Promise<void> {
	return inTurn(async () => {
		if (!(part in (await keptModules(lang)))) await bringPart(lang, `?module=${part}`);
		await keepFilesOf(lang, part);
	});
}

/** @throws when the line breaks */
export const keepStart = (lang: string) => keepPart(lang, startPart);

/**
 * Keeps the files of a part: their names begin with it, or with the language and the group of its words; and the list of
 * words (i18n/further.ts).
 * @throws when the line breaks
 */
export async function keepFilesOf(lang: string, part: string): Promise<void> {
	const words = part === startPart ? 'lab' : part;
	const named = [part, `${lang}.${words}`, 'further'].map((name) => `/seldom/${name}.`);
	const names = part === trainerPart ? [...named, `/seldom/${lang}.trainer-guide.`] : named;
	for (const file of build) {
		if (names.some((name) => file.includes(name))) await keptFromFirstUse(new Request(file));
	}
}
