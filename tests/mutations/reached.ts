/** In each test file: makes the mistake that is asked for, and writes down which ones the file came to. */
import { writeFileSync } from 'node:fs';
import { afterAll } from 'vitest';

const reached = new Set<string>();

declare global {
	/** Is this mistake to be made now? It stands in the sources that `mutantsOf` built. */
	var isMade: ((mistake: string) => boolean) | undefined;
}

globalThis.isMade = (mistake) => {
	reached.add(mistake);
	return process.env['PLAZA_MISTAKE'] === mistake;
};

afterAll(() => {
	const into = process.env['PLAZA_REACHED'];
	if (into) writeFileSync(into, JSON.stringify([...reached]));
});
