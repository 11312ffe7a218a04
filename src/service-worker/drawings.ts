/** Files of drawings: pages ask for them by their content (`ui/drawings.ts`), so that the browser need not ask again. */
const named = `?${import.meta.env.DRAWINGS}`;

/** Is this the path of a file of drawings? */
export function isDrawings(path: string): boolean {
	return /^\/drawings[./]/.test(path);
}

/** The address by which the pages of this build ask for a file; drawings come but once that way. */
export function addressOf(path: string): string {
	return isDrawings(path) ? `${path}${named}` : path;
}

/** A kept file of drawings, to be held by the browser for good where a page asks that knows it by its content. */
export function held(drawings: Response, { search }: URL): Response {
	if (search !== named) return drawings;
	const headers = new Headers(drawings.headers);
	headers.set('cache-control', 'max-age=31536000, immutable');
	return new Response(drawings.body, { headers });
}
