import type { Cryptography } from '../domain/cryptography.ts';
import { subtleCryptography } from '../domain/subtle-cryptography.ts';
import { randomBytes } from './chance.ts';

/** The browser's own cryptography, which secure pages and the worker have. */
export const ownCryptography = (): Cryptography => subtleCryptography(crypto.subtle, randomBytes);

/** The browser's own cryptography; where a page is not secure the same in JavaScript, fetched only then. */
export async function cryptography(): Promise<Cryptography> {
	if (crypto.subtle) return ownCryptography();
	const { javascriptCryptography } = await import('../domain/javascript-cryptography.ts');
	return javascriptCryptography(randomBytes);
}
