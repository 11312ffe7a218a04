/** Tables as CSV (RFC 4180). */

/**
 * The rows as a file for a spreadsheet: UTF-8 with its mark, by which Excel knows it; nothing for null. Text that a
 * spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV Injection): also behind spaces, which some
 * leave out, with the wide signs of East Asian keyboards, and where a spreadsheet cuts it: see `guardParts`.
 */
export function csvOf(rows: (string | number | null)[][]): string {
	const lines = rows.map((row) => row.map(cell).join(','));
	return `\ufeff${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
	if (typeof value !== 'string') return value === null ? '' : String(value);
	const guarded = guardParts(value);
	const text = /^[\t\r]|^[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(guarded)
		? `'${guarded}`
		: guarded;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * An apostrophe before a formula's sign behind a quotation mark, a line's end, a semicolon or a tab too: a spreadsheet of
 * a country that writes decimals with a comma cuts a line at its semicolons, and some cut at every line's end, whatever
 * is quoted.
 */
function guardParts(text: string): string {
	return text.replace(/((?:^"|[\r\n;\t])[\s"\p{Cf}]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu, "$1'");
}
