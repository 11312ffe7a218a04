/**
 * The content folder as a whole: every module in every language, or what has to be mended. Pure: the
 * files come in as path -> text.
 */
import type * as v from 'valibot';
import type { Language } from '../../domain/language.ts';
import { lessonName, stubOf } from '../../domain/lesson.ts';
import type { Lesson, Module } from '../../domain/lesson.ts';
import type { ModuleGuide } from '../../domain/module-guide.ts';
import { swapValues, type Swaps } from '../../domain/swap-fields.ts';
import { readLesson, readModule } from '../lesson-markdown.ts';
import type { Reading } from '../lesson-markdown.ts';
import { meaningsIn, readGlossary, unusedForms } from './glossary.ts';
import type { Glossary } from './glossary.ts';
import { questionMistakes, stepMistakes } from './compare.ts';
import { foldersIn } from './folders.ts';
import { lessonFactsSchema, moduleFactsSchema } from './facts.ts';
import { guideFolder, readGuide } from './guide.ts';
import type { Mistake } from './mistake.ts';
import { pictureMistakes } from './pictures.ts';
import { readSwapFile, swapFile } from './swap.ts';
import { wordingMistakes } from './wording.ts';
import { readYaml } from './yaml.ts';

/** What one language has: modules in their order, lessons by `module/lesson`, guides by module. */
export interface LanguageContent {
	modules: Module[];
	lessons: Record<string, Lesson>;
	guides?: Record<string, ModuleGuide>;
}

export type Content = Partial<Record<Language, LanguageContent>>;

export interface ContentReading {
	content: Content;
	mistakes: Mistake[];
	/** Language files that are not there: a module is shown only in languages in which it is whole. */
	missing: Mistake[];
	/** The invented city: what stands for swap fields while a city gives nothing. */
	swaps: Swaps;
}

/** The languages in which lessons are first written; the others follow module by module. */
export const firstLanguages: readonly Language[] = ['en', 'es'];

/** What has to be mended before Plaza is built: every mistake, and what is missing in a first language. */
export function stopsTheBuild({
	mistakes,
	missing
}: Pick<ContentReading, 'mistakes' | 'missing'>): Mistake[] {
	const inFirst = ({ file }: Mistake) => firstLanguages.some((lang) => isOfLanguage(file, lang));
	return [...mistakes, ...missing.filter(inFirst)];
}

/** Is this a file of words in this language? */
export function isOfLanguage(file: string, lang: string): boolean {
	return file.endsWith(`/${lang}.md`) || file.endsWith(`/${guideFolder}/${lang}.yaml`);
}

type Files = ReadonlyMap<string, string>;

/** Reads modules/<nn-module>/<nn-lesson>/<lang>.md, guides beside the lessons, pictures/<name>.svg, glossary/<lang>.yaml and swap-fields.yaml. */
export function readContent(files: Files, languages: readonly Language[]): ContentReading {
	const reader = new ContentReader(files, languages);
	reader.readPictures();
	reader.readSwaps();
	reader.readGlossaries();
	for (const folder of foldersIn(files, 'modules')) reader.readModuleFolder(folder);
	reader.nameUnusedForms();
	reader.nameStrangers();
	const { content, mistakes, missing, swaps } = reader;
	return { content, mistakes, missing, swaps };
}

class ContentReader {
	readonly content: Content = {};
	readonly mistakes: Mistake[] = [];
	readonly missing: Mistake[] = [];
	swaps: Swaps = {};
	readonly #files: Files;
	readonly #languages: readonly Language[];
	readonly #pictures = new Set<string>();
	readonly #known = new Set<string>();
	readonly #names = new Set<string>();
	readonly #glossaries = new Map<Language, Glossary>();

	constructor(files: Files, languages: readonly Language[]) {
		this.#files = files;
		this.#languages = languages;
	}

	readPictures(): void {
		for (const [file, svg] of this.#files) {
			const name = /^pictures\/([a-z0-9-]{1,40})\.svg$/.exec(file)?.[1];
			if (!name) continue;
			this.#known.add(file);
			this.#pictures.add(name);
			this.mistakes.push(...pictureMistakes(svg, file));
		}
	}

	readSwaps(): void {
		this.#known.add(swapFile);
		const spoken = this.#languages.filter((lang) =>
			[...this.#files.keys()].some((file) => file.endsWith(`/${lang}.md`))
		);
		const { swaps, mistakes } = readSwapFile(this.#files.get(swapFile), spoken);
		this.swaps = swaps;
		this.mistakes.push(...mistakes);
	}

	readGlossaries(): void {
		for (const lang of this.#languages) {
			const file = `glossary/${lang}.yaml`;
			const text = this.#files.get(file);
			this.#known.add(file);
			if (text === undefined) continue;
			const { glossary, mistakes } = readGlossary(text, file, lang, this.#pictures);
			this.#glossaries.set(lang, glossary);
			this.mistakes.push(...mistakes);
		}
	}

	nameUnusedForms(): void {
		// a lesson with a mistake is not read: what it says is not known yet
		if (this.mistakes.length > 0) return;
		for (const [lang, glossary] of this.#glossaries) {
			const lessons = Object.values(this.content[lang]?.lessons ?? {});
			this.mistakes.push(...unusedForms(glossary, lessons, `glossary/${lang}.yaml`));
		}
	}

	readModuleFolder(folder: string): void {
		const slug = this.#slugOf(folder, '');
		const facts = this.#facts(moduleFactsSchema, `${folder}/module.yaml`);
		const texts = this.#texts(`${folder}/`, 'md', (text, file, lang) =>
			readModule(text, file, lang, swapValues(lang, this.swaps))
		);
		const guide = `${folder}/${guideFolder}`;
		const guides = this.#texts(`${guide}/`, 'yaml', readGuide);
		const lessons = foldersIn(this.#files, folder)
			.filter((inside) => inside !== guide)
			.map((lessonFolder) => this.#readLessonFolder(lessonFolder, slug));
		if (lessons.length === 0) this.#mistake(`${folder}/module.yaml`, 1, 'a module needs lessons');
		this.mistakes.push(...questionMistakes(folder, facts?.check, texts, lessons));
		for (const lang of this.#languages) {
			const text = texts.get(lang);
			const inLanguage = lessons.map((lesson) => lesson.get(lang));
			const whole = inLanguage.filter((lesson) => lesson !== undefined);
			if (!facts || !text || whole.length < lessons.length) continue;
			const shelf = (this.content[lang] ??= { modules: [], lessons: {} });
			const written = guides.get(lang);
			if (written) (shelf.guides ??= {})[slug] = written;
			const { title, sentences, question } = text;
			const check = question !== undefined && facts.check !== undefined;
			shelf.modules.push({
				slug,
				title,
				sentences,
				picture: facts.picture,
				lessons: whole.map(stubOf),
				...(check && { check: { question, lesson: facts.check as string } })
			});
			for (const lesson of whole) shelf.lessons[lessonName(lesson)] = lesson;
		}
	}

	nameStrangers(): void {
		for (const file of this.#files.keys()) {
			if (!this.#known.has(file))
				this.#mistake(file, 1, 'nothing reads this file: look at its name');
		}
	}

	#readLessonFolder(folder: string, module: string): Map<Language, Lesson> {
		const slug = this.#slugOf(folder, module);
		const facts = this.#facts(lessonFactsSchema, `${folder}/lesson.yaml`);
		const texts = this.#texts(`${folder}/`, 'md', (text, file, lang) =>
			readLesson(text, file, lang, this.#pictures, swapValues(lang, this.swaps))
		);
		this.mistakes.push(...stepMistakes(folder, texts));
		const lessons = new Map<Language, Lesson>();
		for (const [lang, { title, steps }] of facts ? texts : []) {
			lessons.set(lang, {
				module,
				slug,
				lang,
				title,
				...(facts as NonNullable<typeof facts>),
				...meaningsIn(steps, this.#glossaries.get(lang))
			});
		}
		return lessons;
	}

	#texts<T>(
		folder: string,
		ending: 'md' | 'yaml',
		read: (text: string, file: string, lang: Language) => Reading<T>
	): Map<Language, T> {
		const texts = new Map<Language, T>();
		for (const lang of this.#languages) {
			const file = `${folder}${lang}.${ending}`;
			const text = this.#files.get(file);
			this.#known.add(file);
			if (text === undefined) {
				this.missing.push({ file, line: 1, sentence: 'this language is missing' });
				continue;
			}
			const reading = read(text, file, lang);
			this.mistakes.push(...reading.mistakes, ...wordingMistakes(text, file));
			if (reading.text) texts.set(lang, reading.text);
		}
		return texts;
	}

	#facts<T extends v.GenericSchema<unknown, { picture: string }>>(schema: T, file: string) {
		this.#known.add(file);
		const text = this.#files.get(file);
		if (text === undefined) {
			this.#mistake(file, 1, 'this file is missing');
			return undefined;
		}
		const reading = readYaml(schema, text, file);
		this.mistakes.push(...reading.mistakes);
		if (!('lineOf' in reading)) return undefined;
		const { picture } = reading.value;
		if (!this.#pictures.has(picture)) {
			this.#mistake(file, reading.lineOf(['picture']), `there is no picture "${picture}"`);
		}
		return reading.value;
	}

	/** `01-scam-messages` -> `scam-messages`; the number is only for the order. */
	#slugOf(folder: string, module: string): string {
		const name = folder.slice(folder.lastIndexOf('/') + 1);
		const slug = /^\d\d-([a-z0-9-]{1,76})$/.exec(name)?.[1];
		if (!slug) this.#mistake(folder, 1, 'name the folder like 01-small-letters');
		const whole = `${module}/${slug ?? name}`;
		if (this.#names.has(whole)) this.#mistake(folder, 1, `another folder is called "${slug}" too`);
		this.#names.add(whole);
		return slug ?? name;
	}

	#mistake(file: string, line: number, sentence: string): void {
		this.mistakes.push({ file, line, sentence });
	}
}
