/** Problems: something expected that went wrong, with a code. At the wire they are RFC 9457. */
import * as v from 'valibot';

/** What may go wrong with a whole request. */
export const requestProblems = {
	malformed: 400,
	'cross-origin': 403,
	forbidden: 403,
	'device-shut-out': 403,
	'trainer-ended': 403,
	'not-found': 404,
	'unknown-device': 404,
	'method-not-allowed': 405,
	offset: 409,
	'invitation-closed': 410,
	'too-large': 413,
	'unsupported-encoding': 415,
	'unsupported-type': 415,
	'unknown-version': 422,
	hash: 422,
	'seal-first': 422,
	'other-city': 422,
	'too-many': 429,
	unexpected: 500,
	unavailable: 503,
	'no-room': 507
} as const;

/** What may go wrong with one submission. A later try of the same submission would get the same answer. */
export const submissionProblems = [
	'malformed',
	'unknown-kind',
	'unknown-version',
	'id',
	'instant',
	'lang',
	'topic',
	'blank',
	'too-long',
	'characters',
	'place',
	'lesson',
	'step',
	'answer',
	'secret',
	'media',
	'sealed',
	'too-large',
	'unknown-field',
	'not-storable'
] as const;

export type RequestProblem = keyof typeof requestProblems;
export type SubmissionProblem = (typeof submissionProblems)[number];
export type ProblemCode = RequestProblem | SubmissionProblem;

/** A problem as it travels; `type` ends in its code, `field` says where in the submission. */
export const problemSchema = v.object({
	type: v.string(),
	title: v.string(),
	detail: v.string(),
	status: v.optional(v.number()),
	field: v.optional(v.string())
});

export type Problem = v.InferOutput<typeof problemSchema>;

/** The code at the end of a problem's type. */
export function codeOf(problem: Problem): string {
	return problem.type.slice(problem.type.lastIndexOf('/') + 1);
}

/** A problem with its code as type. `detail` is for developers; a person's sentence comes from her language's words. */
export function makeProblem(code: ProblemCode, detail: string, field?: string): Problem {
	return {
		type: `/problems/${code}`,
		title: code.replace(/-/g, ' '),
		detail,
		...(code in requestProblems && { status: requestProblems[code as RequestProblem] }),
		...(field !== undefined && { field })
	};
}

/**
 * The problem that a broken schema names. The first issue decides: its message is a code where the schema gave one,
 * else a wrong or missing field is `malformed`, and one that nobody knows is `unknown-field`.
 */
export function problemOfIssue(issue: v.BaseIssue<unknown>): Problem {
	const field = v.getDotPath(issue) ?? undefined;
	const known = submissionProblems.find((code) => code === issue.message);
	const unknownField = issue.type === 'strict_object' && issue.expected === 'never';
	const code = known ?? (unknownField ? 'unknown-field' : 'malformed');
	const detail = known ? `refused: ${known}` : issue.message;
	return makeProblem(code, detail, field);
}
