/** What a password must be. */

export const shortestPassword = 12;
export const longestPassword = 128;

/** What is wrong with a new password, if anything: only its length counts. */
export function passwordProblem(
	password: string
): 'password-missing' | 'password-short' | 'password-long' | undefined {
	if (password === '') return 'password-missing';
	const length = Array.from(password).length;
	if (length < shortestPassword) return 'password-short';
	return password.length > longestPassword ? 'password-long' : undefined;
}
