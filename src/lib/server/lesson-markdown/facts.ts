/** What is the same in every language: facts beside the language files, and the bones of a lesson. */
import * as v from 'valibot';
import { topics } from '../../domain/need.ts';
import type { DigcompTag, Step } from '../../domain/lesson.ts';
import type { PhoneBlock, PhonePractice } from '../../domain/practice-phone.ts';
import type { Practice } from '../../domain/practice.ts';

/** The competences of DigComp 2.2 and 3.0. */
export const competences = [
	['1.1', '1.2', '1.3'],
	['2.1', '2.2', '2.3', '2.4', '2.5', '2.6'],
	['3.1', '3.2', '3.3', '3.4'],
	['4.1', '4.2', '4.3', '4.4'],
	['5.1', '5.2', '5.3', '5.4']
].flat();

const pictureName = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, 'name a picture'));

/** module.yaml. `check` is the lesson whose practice shows whether somebody can do this already. */
export const moduleFactsSchema = v.strictObject({
	picture: pictureName,
	check: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,76}$/, 'name a lesson')))
});

/** lesson.yaml. DigComp: competences of 2.2 and 3.0, level 1 or 2 of 2.2, band of 3.0. */
export const lessonFactsSchema = v.strictObject({
	minutes: v.pipe(
		v.number(),
		v.integer(),
		v.minValue(3, 'a lesson takes 3 to 5 minutes'),
		v.maxValue(5, 'a lesson takes 3 to 5 minutes')
	),
	picture: pictureName,
	/** The topic of a need that somebody may have after practising this service of the city. */
	stuck: v.optional(v.picklist(topics, `write one of ${topics.join(', ')}`)),
	digcomp: v.pipe(
		v.array(
			v.strictObject({
				competence: v.picklist(competences, 'write a competence of DigComp, "1.1" to "5.4"'),
				level22: v.picklist([1, 2], 'write 1 or 2'),
				band30: v.literal('Basic', 'write Basic')
			} satisfies Record<keyof DigcompTag, v.GenericSchema>)
		),
		v.minLength(1, 'name at least one competence')
	)
});

/** What of a step no language may change, part by part: a name for the author, and the fact as text. */
export function bonesOf(step: Step): [part: string, bone: string][] {
	const bones: [string, unknown][] = [
		['id', step.id],
		['kind', step.kind],
		['picture', step.picture]
	];
	if (step.kind === 'choose') {
		bones.push(['options', step.options.map(({ fits, picture }) => `${fits} ${picture}`)]);
	}
	if (step.kind === 'plan') bones.push(['options', step.options.map(({ picture }) => picture)]);
	if (step.kind === 'order') bones.push(['items', step.items.map(({ picture }) => picture)]);
	if (step.kind === 'match') bones.push(['pairs', step.pairs.map(({ picture }) => picture)]);
	if (step.kind === 'say') bones.push(['points', step.points.map(({ picture }) => picture)]);
	if (step.kind === 'judge') {
		bones.push(['items', step.items.map(({ verdict, picture }) => `${verdict} ${picture}`)]);
	}
	if (step.kind === 'practice') bones.push(...practiceBones(step.practice));
	return bones.map(([part, bone]) => [part, JSON.stringify(bone)]);
}

function practiceBones(practice: Practice): [string, unknown][] {
	if (practice.type === 'inbox') {
		const { messages } = practice;
		return [
			['app', practice.app],
			['message ids', messages.map(({ id }) => id)],
			['verdicts', messages.map(({ verdict }) => verdict)],
			['message times and pictures', messages.map(({ time, picture }) => `${time} ${picture}`)]
		];
	}
	if (practice.type === 'phone') return phoneBones(practice);
	const { services, days, fields, goal, booked } = practice;
	return [
		['services', services.map(({ id, picture }) => `${id} ${picture}`)],
		['days and hours', days.map(({ id, hours }) => ({ id, hours: hours.map(slotOf) }))],
		['fields', fields.map(({ id, keys }) => `${id} ${keys}`)],
		['goal', [goal.service, goal.day, goal.hour]],
		['booked', booked && [booked.service, booked.day, booked.hour]]
	];
}

/** A pretend phone without its words. */
function phoneBones({ goal, facts, screens }: PhonePractice): [string, unknown][] {
	return [
		['goal', goal],
		['facts', facts],
		...screens.flatMap(({ id, app, back, blocks }): [string, unknown][] => [
			[`screen "${id}"`, { id, app, back, blocks: blocks.length }],
			...blocks.map((block, n): [string, unknown] => [`block ${n + 1} of "${id}"`, boneOf(block)])
		])
	];
}

function boneOf(block: PhoneBlock): unknown {
	switch (block.kind) {
		case 'text':
			return { ...block, words: '', from: block.from === undefined ? '' : 'somebody' };
		case 'tap':
			return { ...block, words: '', else: block.else && '-', miss: block.miss && '-' };
		case 'pick':
			return {
				...block,
				words: '',
				options: block.options.map((option) => ({ ...option, words: '' }))
			};
		case 'type':
			return { ...block, words: '', value: '' };
		default:
			return { ...block, words: '' };
	}
}

function slotOf({ at, taken }: { at: string; taken: boolean }): string {
	return taken ? `${at} taken` : at;
}
