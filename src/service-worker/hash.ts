import { revisionLetters } from '$lib/domain/pack.ts';

/** The hash by which a list names what it promises. */
export async function hashOf(body: BufferSource): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
	const binary = Array.from(digest, (byte) => String.fromCharCode(byte)).join('');
	return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').slice(0, revisionLetters);
}
