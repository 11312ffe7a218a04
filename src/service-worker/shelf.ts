/** Answers what a page asks about modules. */
import type { ShelfAnswer, ShelfQuestion } from '$lib/domain/shelf.ts';
import { fetchShelf, keepModules, proveModules } from './bring-modules.ts';
import { keptModules } from './kept-modules.ts';

/** Answers a page; a broken line is an answer too. */
export async function answerShelf(
	question: ShelfQuestion,
	say: (answer: ShelfAnswer) => void
): Promise<void> {
	if ('shelf' in question) {
		const kept = await keptModules(question.shelf);
		const shelf = await fetchShelf(question.shelf).catch(() => undefined);
		if (!shelf) return say({ kept });
		const offered = Object.fromEntries(shelf.map(({ slug, size }) => [slug, size]));
		return say({ kept, offered });
	}
	if ('prove' in question) {
		return say({ lacking: await proveModules(question.prove) });
	}
	try {
		await keepModules(question.lang, question.keepModules, (came) => say({ came }));
		say({ stopped: false });
	} catch {
		say({ stopped: true });
	}
}
