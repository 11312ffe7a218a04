/** What a city may ask of whoever tells it a need, so that it sees who is not heard. Nobody has to say it. */
import * as v from 'valibot';

/** Ages in the bands of Eurostat's population tables, which every city's own numbers can be put into. */
export const ages = ['0-14', '15-24', '25-44', '45-64', '65-74', '75+'] as const;

export const genders = ['woman', 'man', 'other'] as const;

/** Each question and what may be said to it. */
export const aboutYou = { age: ages, gender: genders } as const;

export type AboutYouQuestion = keyof typeof aboutYou;

export const aboutYouQuestions = ['age', 'gender'] as const satisfies AboutYouQuestion[];

export const aboutYouSchema = v.strictObject({
	age: v.optional(v.picklist(ages)),
	gender: v.optional(v.picklist(genders))
});

export type AboutYou = v.InferOutput<typeof aboutYouSchema>;

/** What of it was said in a form; undefined for nothing, and for what nobody is asked. */
export function readAboutYou(
	said: Partial<Record<AboutYouQuestion, string>>
): AboutYou | undefined {
	const about = Object.fromEntries(
		aboutYouQuestions.flatMap((question) => {
			const known = aboutYou[question].find((each) => each === said[question]);
			return known ? [[question, known]] : [];
		})
	);
	return Object.keys(about).length > 0 ? about : undefined;
}

/** The same without what is asked no longer: she does not see it any more, so it is not said either. */
export function onlyAsked<T extends Partial<Record<AboutYouQuestion, string>>>(
	said: T,
	asks: readonly AboutYouQuestion[]
): T {
	const unasked = aboutYouQuestions.filter((question) => !asks.includes(question));
	return { ...said, ...Object.fromEntries(unasked.map((question) => [question, ''])) };
}
