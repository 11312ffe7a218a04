import { webcrypto } from 'node:crypto';
import { subtleCryptography } from '../domain/subtle-cryptography.ts';

/** Node's cryptography, in the form that devices share. */
export const cryptography = subtleCryptography(webcrypto.subtle as SubtleCrypto, (count) =>
	webcrypto.getRandomValues(new Uint8Array(count))
);
