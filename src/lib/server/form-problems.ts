/** Forms of the staff: what to look at again, by field. */
import * as v from 'valibot';

/**
 * A problem's code, which has a sentence in the staff's words; `row` counts from 1 where a list has the problem, `lesson`
 * is the title of the lesson that has it.
 */
export interface FormProblem {
	code: string;
	row?: number;
	lesson?: string;
}

export type FormProblems = Partial<Record<string, FormProblem>>;

/** A form read by its schema, whose messages are codes: its values, or the first problem of each field. */
export function readForm<Schema extends v.GenericSchema>(
	schema: Schema,
	fields: unknown
): { values: v.InferOutput<Schema> } | { problems: FormProblems } {
	const result = v.safeParse(schema, fields);
	if (result.success) return { values: result.output };
	const problems: FormProblems = {};
	for (const issue of result.issues) {
		problems[String(issue.path?.[0]?.key ?? '')] ??= { code: issue.message };
	}
	return { problems };
}

/** What stands in a text field; a missing field and a file are empty. */
export function textOf(form: FormData, name: string): string {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
}
