/** Lessons with a city's own swap fields in them: read again, and checked as at the build. Pure. */
import type { Language } from '../../domain/language.ts';
import { lessonName, type Lesson, type Module } from '../../domain/lesson.ts';
import type { SwapValues } from '../../domain/swap-fields.ts';
import { readLesson, readModule } from '../lesson-markdown.ts';
import type { Reading } from '../lesson-markdown.ts';
import { meaningsIn, readGlossary } from './glossary.ts';
import { placeLesson } from './placed-pictures.ts';
import { hasPlaces } from './swap.ts';

/** The language files with a place in them, and the glossaries: path -> text. */
export function swappableFiles(files: ReadonlyMap<string, string>): Record<string, string> {
	return Object.fromEntries(
		[...files].filter(
			([file, text]) =>
				file.startsWith('glossary/') || (file.startsWith('modules/') && hasPlaces(text))
		)
	);
}

/** A file of a lesson or module: its language and its name, `module/lesson` or `module`. */
export interface Swappable {
	file: string;
	lang: Language;
	name: string;
}

/** What such a file is; nothing for another. */
export function swappableAt(file: string): Swappable | undefined {
	const [, module, lesson, lang] =
		/^modules\/\d\d-([^/]+)(?:\/\d\d-([^/]+))?\/(\w\w)\.md$/.exec(file) ?? [];
	if (module === undefined) return undefined;
	const name = lesson === undefined ? module : lessonName({ module, slug: lesson });
	return { file, lang: lang as Language, name };
}

/** What everything was built of. */
export interface Sources {
	files: Readonly<Record<string, string>>;
	/** The pictures of the first file, and all there are. */
	first: ReadonlySet<string>;
	pictures: ReadonlySet<string>;
}

/** A module with these values, or what has to be mended with them. */
export function swapModule(
	{ files }: Sources,
	{ file, lang }: Swappable,
	built: Module,
	values: SwapValues
): Reading<Module> {
	const { text, mistakes } = readModule(files[file] ?? '', file, lang, values);
	if (!text) return { mistakes };
	const { title, sentences, question = '' } = text;
	const check = built.check && { check: { ...built.check, question } };
	return { text: { ...built, title, sentences, ...check }, mistakes: [] };
}

/** A lesson with these values, or what has to be mended with them. */
export function swapLesson(
	{ files, first, pictures }: Sources,
	{ file, lang }: Swappable,
	built: Lesson,
	values: SwapValues
): Reading<Lesson> {
	const { text, mistakes } = readLesson(files[file] ?? '', file, lang, pictures, values);
	if (!text) return { mistakes };
	const { glossary } = readGlossary(files[`glossary/${lang}.yaml`] ?? '', '', lang, pictures);
	// only words whose pictures come with the lesson
	for (const [form, { word }] of glossary.forms) {
		if (!built.meanings?.[word]) glossary.forms.delete(form);
	}
	const read = { ...built, title: text.title, ...meaningsIn(text.steps, glossary) };
	return { text: { ...placeLesson(read, first), picture: built.picture }, mistakes: [] };
}
