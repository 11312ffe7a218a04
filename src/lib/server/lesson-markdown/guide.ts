/** modules/<nn-module>/guide/<lang>.yaml: the guide for who leads a module. */
import * as v from 'valibot';
import type { ModuleGuide } from '../../domain/module-guide.ts';
import type { Reading } from '../lesson-markdown.ts';
import { hasPlaces } from './swap.ts';
import { readYaml } from './yaml.ts';

/** The folder beside the lessons of a module. */
export const guideFolder = 'guide';

const sentenceSchema = v.pipe(
	v.string(),
	v.trim(),
	v.minLength(1, 'write a sentence'),
	v.maxLength(240, 'write at most 240 characters: it has to fit on paper'),
	v.check((text) => !hasPlaces(text), 'a guide has no swap fields')
);

const questionSchema = v.pipe(
	sentenceSchema,
	v.check((text) => /[?؟]/.test(text), 'write a question')
);

const guideSchema = v.strictObject({
	prepare: v.pipe(v.array(sentenceSchema), v.minLength(1), v.maxLength(3, 'at most 3 things')),
	begin: questionSchema,
	hard: v.pipe(
		v.array(v.strictObject({ seen: sentenceSchema, help: sentenceSchema })),
		v.minLength(2, 'write at least 2 things that people find hard'),
		v.maxLength(4, 'write at most 4')
	),
	end: questionSchema
});

/** Reads a guide, or says what has to be mended in it. */
export function readGuide(text: string, file: string): Reading<ModuleGuide> {
	const { value, mistakes } = readYaml(guideSchema, text, file);
	return value ? { text: value, mistakes: [] } : { mistakes };
}
