/**
 * `npm run voices`: makes the sound of every sentence that nobody has recorded. `npm run voices main` makes those of the
 * main paths only, as each build does. `npm run voices list <language>` lists the sentences, for who records them.
 */
import { availableParallelism } from 'node:os';
import { isLanguage, languages, type Language } from '../src/lib/domain/language.ts';
import { nameOfSentence } from '../src/lib/domain/sentence.ts';
import { foldersOf, makeSounds, notMade, tidy } from '../src/lib/server/voices/store.ts';
import { spokenInCheckout } from './spoken-words.ts';
import { hasSynthesiser, provideSynthesiser } from './synthesiser.js';
import { root } from './setup.js';

/** So many sentences are spoken in one run. */
const together = 60;

const [what = 'all', lang] = process.argv.slice(2);
const spoken = spokenInCheckout();
if (what === 'list' && isLanguage(lang)) list(lang);
else if (what === 'all' || what === 'main') await make(what);
else {
	console.error('Say: npm run voices, or npm run voices list <language>.');
	process.exitCode = 1;
}

function list(language: Language): void {
	for (const [part, sentences] of spoken(language)) {
		for (const sentence of sentences) {
			console.log([nameOfSentence(sentence), part || 'everywhere', sentence].join('\t'));
		}
	}
}

async function make(amount: 'all' | 'main'): Promise<void> {
	const folders = foldersOf(root);
	const names = (language: Language) =>
		new Set([...spoken(language).values()].flat().map(nameOfSentence));
	const work = languages.flatMap((language) => {
		const parts = [...spoken(language)].filter(([part]) => amount === 'all' || part === '');
		const sentences = parts.flatMap(([, each]) => each);
		return inRuns(notMade(folders, language, sentences)).map((some) => ({ language, some }));
	});
	if (work.length > 0) provideSynthesiser();
	if (!hasSynthesiser()) {
		console.log(
			'No speech synthesiser here (espeak-ng and lame): Plaza speaks with phones’ voices.'
		);
		return;
	}
	tidy(folders, names);
	const inTurn = work.values();
	const workers = Array.from({ length: availableParallelism() }, async () => {
		for (const { language, some } of inTurn) await makeSounds(folders, language, some);
	});
	await Promise.all(workers);
}

function inRuns(sentences: string[]): string[][] {
	const runs = [];
	for (let from = 0; from < sentences.length; from += together) {
		runs.push(sentences.slice(from, from + together));
	}
	return runs;
}
