/** The form of a new account. */
import * as v from 'valibot';
import { readForm, textOf } from './form-problems.ts';
import { passwordProblem } from './password.ts';

const accountSchema = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1, 'name'), v.maxLength(80, 'name')),
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email('email'), v.maxLength(200, 'email')),
	password: v.pipe(
		v.string(),
		v.rawCheck(({ dataset, addIssue }) => {
			const problem = dataset.typed && passwordProblem(dataset.value);
			if (problem) addIssue({ message: problem });
		})
	)
});

export type AccountForm = v.InferOutput<typeof accountSchema>;

/** Name, e-mail and password as typed; who is invited by e-mail has that one, whatever the form says. */
export function readAccountForm(form: FormData, email: string | null = null) {
	return readForm(accountSchema, {
		name: textOf(form, 'name'),
		email: email ?? textOf(form, 'email'),
		password: textOf(form, 'password')
	});
}

/** What was typed and may be shown again: all but the password. */
export function typedAccount(form: FormData): { name: string; email: string } {
	return { name: textOf(form, 'name'), email: textOf(form, 'email') };
}
