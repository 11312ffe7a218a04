/** The fields of the plain form that tells answers: `a-<question>` for each that was chosen or written. */
import type { Answers } from '$lib/domain/survey-answer.ts';

/**
 * Names and values, in the order of the answers.
 * @param identity which answers they are, and whose: told again with the same they count once
 */
export function answerFields(
	survey: string,
	identity: { id: string; by: string },
	answers: Answers
): [name: string, value: string][] {
	const given = Object.entries(answers).flatMap(([id, value]) =>
		[value].flat().map((each): [string, string] => [`a-${id}`, String(each ?? '')])
	);
	return [['survey', survey], ['id', identity.id], ['by', identity.by], ...given];
}
