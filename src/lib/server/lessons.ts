/** The lessons that were built with this Plaza. */
import { content } from 'virtual:lessons';
import type { Language } from '../domain/language.ts';
import type { Lesson, Module } from '../domain/lesson.ts';

/** The modules of a language in their order, with the stubs of their lessons. */
export function listModules(lang: Language): Module[] {
	return content[lang]?.modules ?? [];
}

/** A lesson by its module and its own name, as they stand in addresses; nothing when there is none. */
export function getLesson(lang: Language, module: string, lesson: string): Lesson | undefined {
	const lessons = content[lang]?.lessons ?? {};
	const name = `${module}/${lesson}`;
	return Object.hasOwn(lessons, name) ? lessons[name] : undefined;
}
