/** How large a request may be where nothing counts its bytes as they come. */

/** Bytes of a form. */
const largestForm = 3 * 1024 * 1024;
/** Bytes of a form with a file whose page says itself that it is too large. */
const largestWithFile = 64 * 1024 * 1024;
const fileForms = /^\/staff\/settings$/;
/** Doors that read their bodies as they come, each up to its own limit. */
const countingDoors =
	/^\/(api\/(sync|carry|media\/[\w-]+)|[a-z]{2}\/(carry|needs\/new|neighbourhood\/[\w-]+\/idea)|staff\/sign-in)$/;
const voiceForms =
	/^\/staff\/(needs\/[\w-]+\?\/reply|answers\/[\w-]+\?\/voice|public-replies\?\/voice|account\/second-factor\?\/kept)(&|$)/;

/** Is a request larger than a form may be, or does it not say how large it is? */
export function isTooLarge(request: Request, url: URL): boolean {
	const counts = countingDoors.test(url.pathname) || voiceForms.test(url.pathname + url.search);
	if (!request.body || counts) return false;
	const said = request.headers.get('content-length');
	const most = fileForms.test(url.pathname) ? largestWithFile : largestForm;
	return said === null || !(Number(said) <= most);
}
