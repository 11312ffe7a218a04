/** What the languages of a lesson or module must have in common. */
import type { Language } from '../../domain/language.ts';
import type { Lesson } from '../../domain/lesson.ts';
import type { LessonText, ModuleText } from '../lesson-markdown.ts';
import { bonesOf } from './facts.ts';
import type { Mistake } from './mistake.ts';

/** Every language has the steps of English, or of the first language there is. */
export function stepMistakes(folder: string, texts: ReadonlyMap<Language, LessonText>): Mistake[] {
	const [first] = texts.keys();
	const from = texts.has('en') ? 'en' : first;
	const model = from && texts.get(from);
	if (!model) return [];
	return [...texts].flatMap(([lang, text]) => {
		const file = `${folder}/${lang}.md`;
		if (text.steps.length !== model.steps.length) {
			const sentence = `${text.steps.length} steps here, ${model.steps.length} in ${from}.md`;
			return [{ file, line: text.lines.at(-1) ?? 1, sentence }];
		}
		return text.steps.flatMap((step, n) => {
			const other = model.steps[n];
			const bones = other ? bonesOf(other) : [];
			const differs = bonesOf(step).find(([, bone], part) => bones[part]?.[1] !== bone);
			if (!differs) return [];
			const [part, bone] = differs;
			const there = bones.find(([name]) => name === part)?.[1] ?? 'nothing';
			const sentence = `the ${part} must be as in ${from}.md: ${bone} here, ${there} there`;
			return [{ file, line: text.lines[n] ?? 1, sentence }];
		});
	});
}

/** A module that is asked about has its question in every language, and a lesson with a practice to show it. */
export function questionMistakes(
	folder: string,
	check: string | undefined,
	texts: ReadonlyMap<Language, ModuleText>,
	lessons: readonly ReadonlyMap<Language, Lesson>[]
): Mistake[] {
	const unasked = [...texts]
		.filter(([, { question }]) => (question === undefined) !== (check === undefined))
		.map(([lang]) => ({
			file: `${folder}/${lang}.md`,
			line: 1,
			sentence: 'write "check" in module.yaml and a question after > in each language'
		}));
	if (check === undefined) return unasked;
	const all = lessons.flatMap((lesson) => [...lesson.values()]);
	const shows = all.filter(({ slug }) => slug === check);
	const isShown = shows.some(({ steps }) => steps.some(({ kind }) => kind === 'practice'));
	if (isShown || all.length === 0) return unasked;
	const sentence = `no lesson "${check}" with a practice is here`;
	return [...unasked, { file: `${folder}/module.yaml`, line: 1, sentence }];
}
