/** Text as XML 1.0 and HTML take it: in elements, and in attributes between double quotes. */

/** XML knows no control signs and no halves of characters, escaped or not. */
export function escaped(text: string): string {
	return (
		text
			.toWellFormed()
			// eslint-disable-next-line no-control-regex -- control characters are what this takes out
			.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;')
	);
}
