import { expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { lessonName } from '../../src/lib/domain/lesson.ts';
import { getLesson, listModules } from '../../src/lib/server/lessons.ts';

it('every lesson in the list of a language opens in that language, with as many steps as the list says', () => {
	for (const lang of languages) {
		const stubs = listModules(lang).flatMap(({ lessons }) => lessons);
		expect(stubs.length).toBeGreaterThanOrEqual(6);
		for (const { module, slug, title, steps } of stubs) {
			expect(getLesson(lang, module, slug)).toMatchObject({ lang, module, slug, title });
			expect(getLesson(lang, module, slug)?.steps).toHaveLength(steps);
		}
	}
});

it('modules and lessons stand in the order that their authors gave them', () => {
	const names = listModules('en').flatMap(({ lessons }) => lessons.map(lessonName));
	expect(names.slice(0, 9)).toEqual([
		'first-touches/tap-hold-scroll',
		'first-touches/write',
		'first-touches/hear-see-ask',
		'scam-messages/parcel-fee',
		'scam-messages/bank-or-family',
		'scam-messages/tell-and-delete',
		'book-appointment/service-day-hour',
		'book-appointment/your-details',
		'book-appointment/check-and-change'
	]);
});

it('a lesson that is not there is none, whatever it is called', () => {
	for (const name of ['nothing', '__proto__', 'constructor', '']) {
		expect(getLesson('en', 'scam-messages', name)).toBeUndefined();
		expect(getLesson('en', name, 'parcel-fee')).toBeUndefined();
	}
});
