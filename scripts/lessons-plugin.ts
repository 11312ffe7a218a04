/** Vite reads the lessons of src/content once, and stops when an author has something to mend. */
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { languages } from '../src/lib/domain/language.ts';
import { readContent, stopsTheBuild } from '../src/lib/server/lesson-markdown/content.ts';
import { formatMistake } from '../src/lib/server/lesson-markdown/mistake.ts';
import { placePictures } from '../src/lib/server/lesson-markdown/placed-pictures.ts';
import { swappableFiles } from '../src/lib/server/lesson-markdown/swapped.ts';
import { parts } from '../src/routes/[lang=lang]/trainer/guide/steps.ts';
import { contentFiles, contentFolder } from './content-files.ts';

const name = 'virtual:lessons';

/** Pictures that pages draw beside those of a lesson. */
const drawnByPages = ['ask', 'calendar', 'check', 'clock'];

/** Pictures of the trainer's pages: a file of their own, which comes with them. What else she sees is among the guide's. */
const drawnForTrainers = Object.values(parts).flatMap((part): string[] => Object.values(part));

/**
 * Makes `virtual:lessons` importable by the server. A mistake, or a file that is missing in a language in which lessons
 * are first written, stops the build with file and line; what is missing in the others is listed by `npm run words`.
 */
export function lessons(): Plugin {
	return {
		name: 'plaza-lessons',
		resolveId: (id) => (id === name ? `\0${name}` : undefined),
		load(id) {
			if (id !== `\0${name}`) return undefined;
			const files = contentFiles();
			for (const file of files.keys()) this.addWatchFile(join(contentFolder, file));
			const reading = readContent(files, languages);
			const stops = stopsTheBuild(reading);
			const list = stops.map((mistake) => `src/content/${formatMistake(mistake)}`).join('\n');
			if (stops.length > 0) this.error(`Lessons to mend:\n${list}`);
			const { content, ...pictures } = placePictures(
				reading.content,
				drawnByPages,
				drawnForTrainers
			);
			return [
				`export const content = JSON.parse(${JSON.stringify(JSON.stringify(content))});`,
				`export const pictures = ${JSON.stringify(pictures)};`,
				`export const swappable = ${JSON.stringify(swappableFiles(files))};`
			].join('\n');
		}
	};
}
