/** Crockford base32: letters and digits that a person reads from a screen and types again. */

/** The 32 characters; I, L, O and U are not among them. */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What a person typed, as kindly as Crockford asks: any case, spaces and hyphens, O as 0, I and L as 1; Arabic digits too.
 */
export function tidyTyped(typed: string): string {
	return typed
		.replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
		.replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
		.toUpperCase()
		.replace(/[\s\p{Cf}\p{Pd}.]/gu, '')
		.replace(/O/g, '0')
		.replace(/[IL]/g, '1');
}
