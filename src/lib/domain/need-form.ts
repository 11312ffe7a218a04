/** A need as a plain form gives it: read in the same way by the server, and by the worker without internet. */
import { readAboutYou } from './about-you.ts';
import { isBlank, lengthOf, longestWords, tidyWords } from './words.ts';
import { topics, type NeedBody, type Topic } from './need.ts';

export type NeedFormProblem = 'topic' | 'blank' | 'too-long' | 'place';
export type NeedForm = Pick<NeedBody, 'topic' | 'words' | 'place' | 'from' | 'about'> & {
	publish: boolean;
};

/** What was typed, as it was typed, to give back with its problems. */
export type NeedFormInput = {
	topic: string;
	words: string;
	place: string;
	publish: boolean;
	lesson: string;
	step: string;
	age?: string;
	gender?: string;
};

/** The value of the place field that stands for "not about a place". */
export const noPlace = 'none';

/** Reads the fields of a posted form, as they are. */
export function readNeedInput(form: FormData): NeedFormInput {
	const text = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	return {
		topic: text('topic'),
		words: text('words'),
		place: text('place'),
		publish: form.get('publish') !== null,
		lesson: text('lesson'),
		step: text('step'),
		age: text('age'),
		gender: text('gender')
	};
}

/**
 * Judges what was typed: a need that can be told, or its problems in the order of the screens.
 * @param hasVoice whether a recording goes with it, so that it needs no words
 */
export function judgeNeedInput(
	input: NeedFormInput,
	hasVoice = false
): { need: NeedForm; problems?: undefined } | { need?: undefined; problems: NeedFormProblem[] } {
	const words = tidyWords(input.words);
	const problems: NeedFormProblem[] = [];
	if (!topics.includes(input.topic as Topic)) problems.push('topic');
	if (isBlank(words) && !hasVoice) problems.push('blank');
	if (lengthOf(words) > longestWords) problems.push('too-long');
	if (!/^[a-z0-9-]{1,64}$/.test(input.place)) problems.push('place');
	if (problems.length > 0) return { problems };
	const place = input.place === noPlace ? null : input.place;
	const about = readAboutYou(input);
	const cameFrom = input.lesson !== '' && input.lesson.length <= 120 && input.step.length <= 120;
	return {
		need: {
			topic: input.topic as Topic,
			words,
			place,
			publish: input.publish,
			...(cameFrom && { from: { lesson: input.lesson, step: input.step || 'end' } }),
			...(about && { about })
		}
	};
}
