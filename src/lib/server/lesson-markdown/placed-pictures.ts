/**
 * Which file of drawings a picture lies in: the first one, which every phone keeps, or one for each further module, which
 * comes with it. A picture of a further module is then called `module/name`.
 */
import type { Lesson } from '../../domain/lesson.ts';
import { modulesInPack, startPart, trainerPart } from '../../domain/pack.ts';
import { shownPractice } from '../../domain/start.ts';
import { firstLanguages, type Content } from './content.ts';

export interface PlacedPictures {
	content: Content;
	/** The names in the first file. */
	first: string[];
	/** The names in the file of each further module, of "Where do I start?", and of the trainer's pages. */
	modules: Record<string, string[]>;
}

/**
 * @param always names that pages draw by themselves
 * @param forTrainers names that the trainer's pages draw
 */
export function placePictures(
	content: Content,
	always: readonly string[],
	forTrainers: readonly string[] = []
): PlacedPictures {
	const first = new Set(always);
	for (const { modules, lessons } of firstLanguages.flatMap((lang) => content[lang] ?? [])) {
		const pack = modules.slice(0, modulesInPack).map(({ slug }) => slug);
		for (const { picture } of modules) first.add(picture);
		for (const lesson of Object.values(lessons)) {
			if (pack.includes(lesson.module)) eachPicture(lesson, (name) => first.add(name));
		}
	}
	const further: Record<string, Set<string>> = {
		[startPart]: picturesToShow(content, first),
		[trainerPart]: new Set(forTrainers)
	};
	const placed: Content = {};
	for (const [lang, shelf] of Object.entries(content) as [keyof Content, Content['en']][]) {
		if (!shelf) continue;
		const lessons = Object.entries(shelf.lessons).map(([name, lesson]) => {
			const own = (further[lesson.module] ??= new Set());
			return [name, placeLesson(lesson, first, (picture) => own.add(picture))] as const;
		});
		placed[lang] = { ...shelf, lessons: Object.fromEntries(lessons) };
	}
	const named = Object.entries(further).map(([slug, names]) => [slug, [...names].sort()] as const);
	return {
		content: placed,
		first: [...first].sort(),
		modules: Object.fromEntries(named.filter(([, names]) => names.length > 0))
	};
}

/** What the practices of "Where do I start?" show beside the first file. */
function picturesToShow(content: Content, first: ReadonlySet<string>): Set<string> {
	const names = new Set<string>();
	for (const { modules, lessons } of firstLanguages.flatMap((lang) => content[lang] ?? [])) {
		for (const { slug, check } of modules) {
			const practice = shownPractice(check && lessons[`${slug}/${check.lesson}`]);
			eachPicture(practice, (name) => first.has(name) || names.add(name));
		}
	}
	return names;
}

/** A copy of something whose pictures beside the first file lie in that of `part`. */
export function picturesFrom<Thing>(part: string, thing: Thing): Thing {
	const copy = structuredClone(thing);
	eachPicture(copy, (picture, put) => put(picture.replace(/^.*\//, `${part}/`)));
	return copy;
}

/** A copy of a lesson whose pictures say in which file they lie; `found` hears of each that is not in the first. */
export function placeLesson(
	lesson: Lesson,
	first: ReadonlySet<string>,
	found: (picture: string) => void = () => undefined
): Lesson {
	const copy = structuredClone(lesson);
	eachPicture(copy, (picture, put) => {
		if (first.has(picture)) return;
		found(picture);
		put(`${lesson.module}/${picture}`);
	});
	return copy;
}

/** Where a practice speaks of facts, a fact may be called "picture". */
const ofFacts = ['facts', 'goal', 'needs', 'set', 'when'];

function eachPicture(part: unknown, found: (name: string, put: (name: string) => void) => void) {
	if (typeof part !== 'object' || part === null) return;
	for (const [key, value] of Object.entries(part)) {
		if (key === 'picture' && typeof value === 'string') {
			found(value, (name) => Object.assign(part, { picture: name }));
		} else if (!ofFacts.includes(key)) eachPicture(value, found);
	}
}
