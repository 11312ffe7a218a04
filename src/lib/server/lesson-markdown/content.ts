/**
 * The content folder as a whole: every module in every language, or what has to be mended. Pure: the
 * files come in as path -> text.
 */
import type * as v from 'valibot';
import type { Language } from '../../domain/language.ts';
import { lessonName, stubOf } from '../../domain/lesson.ts';
import type { Lesson, Module } from '../../domain/lesson.ts';
import { readLesson, readModule } from '../lesson-markdown.ts';
import type { LessonText, ModuleText, Reading } from '../lesson-markdown.ts';
import { bonesOf, lessonFactsSchema, moduleFactsSchema } from './facts.ts';
import type { Mistake } from './mistake.ts';
import { pictureMistakes } from './pictures.ts';
import { wordingMistakes } from './wording.ts';
import { readYaml } from './yaml.ts';

/** What one language has: modules in their order, and lessons by `module/lesson`. */
export interface LanguageContent {
	modules: Module[];
	lessons: Record<string, Lesson>;
}

export type Content = Partial<Record<Language, LanguageContent>>;

export interface ContentReading {
	content: Content;
	mistakes: Mistake[];
	/** Language files that are not there: a module is shown only in languages in which it is whole. */
	missing: Mistake[];
}

/** The languages in which lessons are first written; the others follow module by module. */
export const firstLanguages: readonly Language[] = ['en', 'es'];

/** What has to be mended before Plaza is built: every mistake, and what is missing in a first language. */
export function stopsTheBuild({ mistakes, missing }: ContentReading): Mistake[] {
	const inFirst = ({ file }: Mistake) =>
		firstLanguages.some((lang) => file.endsWith(`/${lang}.md`));
	return [...mistakes, ...missing.filter(inFirst)];
}

type Files = ReadonlyMap<string, string>;

/** Reads modules/<nn-module>/<nn-lesson>/<lang>.md and pictures/<name>.svg. */
export function readContent(files: Files, languages: readonly Language[]): ContentReading {
	const reader = new ContentReader(files, languages);
	reader.readPictures();
	for (const folder of foldersIn(files, 'modules')) reader.readModuleFolder(folder);
	reader.nameStrangers();
	const { content, mistakes, missing } = reader;
	return { content, mistakes, missing };
}

class ContentReader {
	readonly content: Content = {};
	readonly mistakes: Mistake[] = [];
	readonly missing: Mistake[] = [];
	readonly #files: Files;
	readonly #languages: readonly Language[];
	readonly #pictures = new Set<string>();
	readonly #known = new Set<string>();
	readonly #names = new Set<string>();

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

	readModuleFolder(folder: string): void {
		const slug = this.#slugOf(folder, '');
		const facts = this.#facts(moduleFactsSchema, `${folder}/module.yaml`);
		const texts = this.#texts(folder, (text, file, lang) => readModule(text, file, lang));
		const lessons = foldersIn(this.#files, folder).map((lessonFolder) =>
			this.#readLessonFolder(lessonFolder, slug)
		);
		if (lessons.length === 0) this.#mistake(`${folder}/module.yaml`, 1, 'a module needs lessons');
		this.#checkQuestions(folder, facts?.check, texts, lessons);
		for (const lang of this.#languages) {
			const text = texts.get(lang);
			const inLanguage = lessons.map((lesson) => lesson.get(lang));
			const whole = inLanguage.filter((lesson) => lesson !== undefined);
			if (!facts || !text || whole.length < lessons.length) continue;
			const shelf = (this.content[lang] ??= { modules: [], lessons: {} });
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

	/** A module that is asked about has its question in every language, and a lesson with a practice to show it. */
	#checkQuestions(
		folder: string,
		check: string | undefined,
		texts: Map<Language, ModuleText>,
		lessons: Map<Language, Lesson>[]
	): void {
		for (const [lang, { question }] of texts) {
			if ((question === undefined) === (check === undefined)) continue;
			const sentence = 'write "check" in module.yaml and a question after > in each language';
			this.#mistake(`${folder}/${lang}.md`, 1, sentence);
		}
		if (check === undefined) return;
		const all = lessons.flatMap((lesson) => [...lesson.values()]);
		const shows = all.filter(({ slug }) => slug === check);
		if (shows.some(({ steps }) => steps.some(({ kind }) => kind === 'practice'))) return;
		if (all.length > 0) {
			this.#mistake(`${folder}/module.yaml`, 1, `no lesson "${check}" with a practice is here`);
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
		const texts = this.#texts(folder, (text, file, lang) =>
			readLesson(text, file, lang, this.#pictures)
		);
		this.#compare(folder, texts);
		const lessons = new Map<Language, Lesson>();
		for (const [lang, { title, steps }] of facts ? texts : []) {
			lessons.set(lang, {
				module,
				slug,
				lang,
				title,
				...(facts as NonNullable<typeof facts>),
				steps
			});
		}
		return lessons;
	}

	#texts<T>(
		folder: string,
		read: (text: string, file: string, lang: Language) => Reading<T>
	): Map<Language, T> {
		const texts = new Map<Language, T>();
		for (const lang of this.#languages) {
			const file = `${folder}/${lang}.md`;
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

	/** Every language has the steps of English, or of the first language there is. */
	#compare(folder: string, texts: Map<Language, LessonText>): void {
		const [first] = texts.keys();
		const from = texts.has('en') ? 'en' : first;
		const model = from && texts.get(from);
		if (!model) return;
		for (const [lang, text] of texts) {
			const file = `${folder}/${lang}.md`;
			if (text.steps.length !== model.steps.length) {
				const counts = `${text.steps.length} steps here, ${model.steps.length} in ${from}.md`;
				this.#mistake(file, text.lines.at(-1) ?? 1, counts);
				continue;
			}
			for (const [n, step] of text.steps.entries()) {
				const other = model.steps[n];
				const bones = other ? bonesOf(other) : [];
				const differs = bonesOf(step).find(([, bone], part) => bones[part]?.[1] !== bone);
				if (!differs) continue;
				const [part, bone] = differs;
				const there = bones.find(([name]) => name === part)?.[1] ?? 'nothing';
				const sentence = `the ${part} must be as in ${from}.md: ${bone} here, ${there} there`;
				this.#mistake(file, text.lines[n] ?? 1, sentence);
			}
		}
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

function foldersIn(files: Files, folder: string): string[] {
	const inside = [...files.keys()]
		.filter((file) => file.startsWith(`${folder}/`))
		.map((file) => file.slice(folder.length + 1).split('/'))
		.filter(({ length }) => length > 1)
		.map(([name]) => `${folder}/${String(name)}`);
	return [...new Set(inside)].sort();
}
