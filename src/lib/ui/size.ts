import { localeOf } from '../domain/language.ts';

/** A number of bytes as a person of this language reads it: `12 kB`, `0.8 MB`. */
export function sizeOf(bytes: number, lang: string): string {
	const isLarge = bytes >= 100_000;
	const unit = isLarge ? 'megabyte' : 'kilobyte';
	const amount = isLarge ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000));
	const how = { style: 'unit', unit, maximumFractionDigits: 1 } as const;
	const text = new Intl.NumberFormat(localeOf(lang), how).format(amount);
	// number and unit stay on one line
	return text.replace(/\s/g, '\u00a0');
}
