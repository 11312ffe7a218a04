/** The token by which a device supports one thing once, without being known: HMAC-SHA256 (RFC 2104) of the thing's id. */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64Url } from './fingerprint.ts';

/** 32 bytes, base64url. Nobody without the secret can tell that two tokens are of one device. */
export function tokenOf(secret: string, thing: string): string {
	return toBase64Url(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(`plaza support ${thing}`)));
}
