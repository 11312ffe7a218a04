/** Answers what a page asks about modules. */
import { version } from '$service-worker';
import { otherParts } from '$lib/domain/pack.ts';
import type { ShelfAnswer, ShelfQuestion } from '$lib/domain/shelf.ts';
import { fetchShelf, keepModules, proveModules } from './bring-modules.ts';
import { filesFor } from './files.ts';
import { keptModules } from './kept-modules.ts';
import { keepLanguage } from './pages.ts';
import { keepPart, keepStart } from './parts.ts';

/** Answers a page; a broken line is an answer too. */
export async function answerShelf(
	question: ShelfQuestion,
	say: (answer: ShelfAnswer) => void
): Promise<void> {
	if ('shelf' in question) {
		const all = Object.entries(await keptModules(question.shelf));
		// "Where do I start?" is no topic, and nobody has to keep it
		const kept = Object.fromEntries(all.filter(([slug]) => !otherParts.includes(slug)));
		const shelf = await fetchShelf(question.shelf).catch(() => undefined);
		if (!shelf) return say({ kept });
		const offered = Object.fromEntries(shelf.map(({ slug, size }) => [slug, size]));
		return say({ kept, offered });
	}
	if ('prove' in question) {
		return say({ lacking: await proveModules(question.prove) });
	}
	if ('filesFor' in question) return say({ files: filesFor(question.filesFor), build: version });
	try {
		const { lang } = question;
		if ('keepLanguage' in question) {
			if (!(await keepLanguage(lang))) throw new Error('another build');
		} else if ('keepPart' in question) await keepPart(lang, question.keepPart);
		else {
			await keepStart(lang);
			await keepModules(lang, question.keepModules, (came) => say({ came }));
		}
		say({ stopped: false });
	} catch {
		say({ stopped: true });
	}
}
