/**
 * The cryptography that Plaza stands on: P-256 and AES-256 everywhere, because older phones have nothing newer. A secure
 * page takes the browser's own (`subtle-cryptography.ts`), a lab's plain-HTTP page the same in JavaScript.
 */
import type { CheckSignature } from './receipt.ts';

/** A point of P-256, coordinates base64url: a public key. */
export interface Point {
	x: string;
	y: string;
}

/** A pair of P-256 keys; `d` is the private number, base64url. */
export interface PrivateKey extends Point {
	d: string;
}

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Cryptography {
	random(count: number): Bytes;
	/** ES256 (RFC 7518, section 3.4). */
	checkSignature: CheckSignature;
	/** AES-256-GCM with 12 bytes of nonce; the tag of 16 bytes stands at the end. */
	encrypt(key: Bytes, nonce: Bytes, bytes: Bytes, additional?: Bytes): Promise<Bytes>;
	/** @throws when the bytes, the nonce, the key or the additional bytes are others */
	decrypt(key: Bytes, nonce: Bytes, bytes: Bytes, additional?: Bytes): Promise<Bytes>;
	makeKey(): Promise<PrivateKey>;
	/** ECDH: the 32 bytes that both sides find. */
	agree(ours: PrivateKey, theirs: Point): Promise<Bytes>;
	/** PBKDF2 with SHA-256 (RFC 8018), 32 bytes. */
	stretch(password: Bytes, salt: Bytes, rounds: number): Promise<Bytes>;
}
