/** Each drawing that a lesson shows is in a file that comes with it, and no phone keeps drawings that it does not need. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { modulesInPack } from '../../src/lib/domain/pack.ts';
import { moduleDrawings, pictureDrawings } from '../../src/lib/server/drawings.ts';
import { firstLanguages } from '../../src/lib/server/lesson-markdown/content.ts';
import { placePictures } from '../../src/lib/server/lesson-markdown/placed-pictures.ts';
import { getLesson, listModules } from '../../src/lib/server/lessons.ts';
import { startTasks } from '../../src/lib/server/start.ts';

/** Every picture of a lesson, as a screen asks for it; a fact of a practice may have the same name. */
function picturesOf(part: unknown): string[] {
	if (typeof part !== 'object' || part === null) return [];
	return Object.entries(part).flatMap(([key, value]) => {
		if (['facts', 'goal', 'needs', 'set', 'when'].includes(key)) return [];
		return key === 'picture' && typeof value === 'string' ? [value] : picturesOf(value);
	});
}

describe('the drawings', () => {
	it('of every lesson in every language are in the file that every phone keeps or in that of its module', () => {
		for (const lang of languages) {
			for (const { slug, picture, lessons } of listModules(lang)) {
				expect(pictureDrawings).toContain(`id="picture-${picture}"`);
				for (const stub of lessons) {
					for (const name of picturesOf(getLesson(lang, slug, stub.slug))) {
						const [module, own] = name.split('/');
						const file = own === undefined ? pictureDrawings : (moduleDrawings(module ?? '') ?? '');
						expect(file, name).toContain(`id="picture-${own ?? name}"`);
						expect([undefined, slug]).toContain(own === undefined ? undefined : module);
					}
				}
			}
		}
	});

	it('of "Where do I start?" are in the file that every phone keeps or in one that comes with its tasks', () => {
		const own = moduleDrawings('start') ?? '';
		for (const lang of languages) {
			const names = picturesOf(startTasks(lang, {}));
			expect(names.length).toBeGreaterThan(2);
			for (const name of names) {
				const file = name.startsWith('start/') ? own : pictureDrawings;
				expect(file, name).toContain(`id="picture-${name.replace('start/', '')}"`);
			}
		}
	});

	it('of the first modules come with every pack', () => {
		for (const lang of firstLanguages) {
			for (const { slug } of listModules(lang).slice(0, modulesInPack)) {
				expect(moduleDrawings(slug)).toBeUndefined();
			}
		}
	});

	it('of a lesson weigh with its words at most 12 KB', () => {
		for (const lang of firstLanguages) {
			for (const { slug, lessons } of listModules(lang)) {
				const file = gzipSync(moduleDrawings(slug) ?? '').length;
				for (const stub of lessons) {
					const words = gzipSync(JSON.stringify(getLesson(lang, slug, stub.slug))).length;
					expect(words + file, `${lang} ${slug}/${stub.slug}`).toBeLessThanOrEqual(12 * 1024);
				}
			}
		}
	});

	it('do not change a fact that an author called "picture"', () => {
		const [module] = listModules('en').slice(modulesInPack);
		const lesson = module && getLesson('en', module.slug, module.lessons[0]?.slug ?? '');
		if (!module || !lesson) throw new Error('no lesson');
		const step = { facts: { picture: 'child' }, picture: 'some-drawing' };
		const odd = { ...lesson, steps: [step] as unknown as typeof lesson.steps };
		const name = `${module.slug}/${lesson.slug}`;
		const shelf = { modules: listModules('en'), lessons: { [name]: odd } };
		const { content } = placePictures({ en: shelf }, []);
		expect(content.en?.lessons[name]?.steps[0]).toEqual({
			facts: { picture: 'child' },
			picture: `${module.slug}/some-drawing`
		});
	});
});
