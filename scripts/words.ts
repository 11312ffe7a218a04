/**
 * `npm run words [part of a module's name]`: what an author has to mend, what is still to be translated, and how easy the
 * words are to read. Ends with 1 when something stops the build.
 */
import { languages } from '../src/lib/domain/language.ts';
import {
	isOfLanguage,
	readContent,
	stopsTheBuild
} from '../src/lib/server/lesson-markdown/content.ts';
import { formatMistake } from '../src/lib/server/lesson-markdown/mistake.ts';
import { readingFacts } from '../src/lib/server/lesson-markdown/reading.ts';
import { contentFiles } from './content-files.ts';

const [part = ''] = process.argv.slice(2);
const reading = readContent(contentFiles(), languages);
const stops = stopsTheBuild(reading).filter(({ file }) => file.includes(part));
for (const mistake of stops) console.log(`src/content/${formatMistake(mistake)}`);

for (const lang of languages) {
	const { modules = [], lessons = {} } = reading.content[lang] ?? {};
	const missing = reading.missing
		.filter(({ file }) => isOfLanguage(file, lang) && file.includes(part))
		.map(({ file }) => file);
	const facts = readingFacts(Object.values(lessons), lang);
	const { sentences, words, longest, longWords, joined, commas } = facts;
	const mean = sentences > 0 ? (words / sentences).toFixed(1) : '0';
	console.log(
		`${lang}: ${modules.length} modules, ${Object.keys(lessons).length} lessons; ` +
			`${sentences} sentences, ${mean} words each, at most ${longest}; ` +
			`${words > 0 ? ((100 * longWords) / words).toFixed(1) : '0'} % long words; ` +
			`${joined} joined sentences, at most ${commas} commas in one; ` +
			`${missing.length} files missing`
	);
	for (const folder of new Set(missing.map((file) => file.split('/')[1]))) {
		console.log(`    to translate: ${folder}`);
	}
}
process.exitCode = stops.length > 0 ? 1 : 0;
