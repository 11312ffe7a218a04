/** The fields of an unfinished reply, which wait at the sign-in until their writer is in again. */

const own = ['email', 'password', 'code', 'answer'];

/** What a form at the sign-in carries for another page; only texts. */
export function keptOf(form: FormData): { name: string; value: string }[] {
	return [...form].flatMap(([name, value]) =>
		typeof value === 'string' && !own.includes(name) ? [{ name, value }] : []
	);
}
