/**
 * Parts that are kept like a module: "Where do I start?" and the sessions, too much for the first visit, come with the first tap; the
 * trainer's pages come to who is a trainer.
 */
import { build } from '$service-worker';
import { startPart } from '$lib/domain/pack.ts';
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
 * words (i18n/further.ts). The trainer's pages build on those of sessions, and a trainer scans at a lab without internet:
 * what reads codes comes along.
 * @throws when the line breaks
 */
export async function keepFilesOf(lang: string, part: string): Promise<void> {
	const ofStart = [startPart, `${lang}.lab`, 'further'];
	const ofTrainer = [...ofStart, part, `${lang}.${part}`, `${lang}.${part}-guide`, 'reader'];
	const names = part === startPart ? ofStart : ofTrainer;
	for (const file of build) {
		if (names.some((name) => file.includes(`/seldom/${name}.`)))
			await keptFromFirstUse(new Request(file));
	}
}
