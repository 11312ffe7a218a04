/** How large a form may be. The server's own limit is that of the largest, so every other one is held here. */

/** The most bytes of a form of words. */
export const largestWords = 3 * 1024 * 1024;

/** Routes whose forms carry files: they read them by themselves, with limits of their own. */
const withFiles = ['/[lang=lang]/needs/new'];

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** Is this a form that is larger than a form of words may be, or one that does not say how large it is? */
export function isFormTooLarge(request: Request, route: string | null): boolean {
	if (request.method !== 'POST' || (route !== null && withFiles.includes(route))) return false;
	const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
	if (!formTypes.includes(type)) return false;
	const { headers } = request;
	return headers.has('transfer-encoding') || Number(headers.get('content-length')) > largestWords;
}
