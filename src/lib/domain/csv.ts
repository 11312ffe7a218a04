/** Tables as CSV (RFC 4180). */

/**
 * The rows as a file for a spreadsheet: UTF-8 with its mark, by which Excel knows it; nothing for null. Text that a
 * spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV Injection): also behind spaces, which some
 * leave out, and with the wide signs of East Asian keyboards.
 */
export function csvOf(rows: (string | number | null)[][]): string {
	const lines = rows.map((row) => row.map(cell).join(','));
	return `\ufeff${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number | null): string {
	if (typeof value !== 'string') return value === null ? '' : String(value);
	const text = /^[\t\r]|^[\s\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(value)
		? `'${value}`
		: value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
