/** In each test file: makes the mistake that is asked for, and writes down which ones the file came to. */
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
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

const patience = process.env['PLAZA_PATIENCE'];
// from another thread, because a mistake may have no end
if (patience) {
	const end = `setTimeout(() => process.kill(${process.pid}, 'SIGKILL'), ${patience})`;
	new Worker(end, { eval: true }).unref();
}

afterAll(() => {
	const into = process.env['PLAZA_REACHED'];
	if (into) writeFileSync(into, JSON.stringify([...reached]));
});
