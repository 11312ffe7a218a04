import { sha256 } from '@noble/hashes/sha2.js';

/** The value of the header `Content-Digest` (RFC 9530) for the bytes of a request as they travel. */
export function contentDigest(bytes: Uint8Array): string {
	return `sha-256=:${btoa(String.fromCharCode(...sha256(bytes)))}:`;
}
