/** What only the owner of an account may do asks for her password again: a laptop left open is not enough. */
import type { RequestEvent } from '@sveltejs/kit';
import { city } from './city.ts';
import { textOf } from './form-problems.ts';
import { countTry, forgetTries } from './sign-in-limits.ts';
import { logOwn } from './sign-in-log.ts';
import { isPasswordOf, type StaffMember } from './staff.ts';

/** Undefined when the form has her password; else what to say, and after too many tries how many minutes to wait. */
export async function ownPasswordProblem(
	{ getClientAddress }: Pick<RequestEvent, 'getClientAddress'>,
	{ id, email }: StaffMember,
	form: FormData
): Promise<
	{ problems: { password: { code: 'password-current' } } } | { minutes: number } | undefined
> {
	const address = getClientAddress();
	const minutes = await countTry(email, address);
	if (minutes !== undefined) return { minutes };
	if (!(await isPasswordOf(city().db, id, textOf(form, 'password')))) {
		await logOwn(city().db, id, 'staff.password-refused');
		return { problems: { password: { code: 'password-current' } } };
	}
	await forgetTries(email, address);
	return undefined;
}
