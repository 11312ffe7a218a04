/** Vite tells pages which sentences people have recorded, and stops when a recorded file fits none. */
import { join } from 'node:path';
import type { Plugin } from 'vite';
import {
	recordedNames,
	recordingMistakes,
	recordingsIn
} from '../src/lib/server/voices/recordings.ts';
import { spokenInCheckout } from './spoken-words.ts';

const name = 'virtual:recorded';
const folder = join(import.meta.dirname, '../src/recordings');

/** Makes `virtual:recorded` importable by pages. A file that fits no sentence stops the build with its name and what to do. */
export function recordings(): Plugin {
	return {
		name: 'plaza-recordings',
		buildStart() {
			const files = recordingsIn(folder);
			if (files.length === 0) return;
			const mistakes = recordingMistakes(files, spokenInCheckout());
			const list = mistakes.map((mistake) => `src/recordings/${mistake}`).join('\n');
			if (mistakes.length > 0) this.error(`Recordings to mend:\n${list}`);
		},
		resolveId: (id) => (id === name ? `\0${name}` : undefined),
		load: (id) =>
			id === `\0${name}`
				? `export const recorded = ${JSON.stringify(recordedNames(recordingsIn(folder)))};`
				: undefined
	};
}
