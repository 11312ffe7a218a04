/** One-time codes by the clock, as authenticator apps make them: RFC 4226 (HOTP) and RFC 6238 (TOTP). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Seconds that one code is shown. */
const stepSeconds = 30;
const digits = 6;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret, 160 random bits as base32 (RFC 4226, requirement 6). */
export function newTotpSecret(): string {
	return base32(randomBytes(20));
}

/** Bytes as base32 without padding (RFC 4648). */
export function base32(bytes: Uint8Array): string {
	const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
	return (bits.match(/.{1,5}/g) ?? [])
		.map((five) => letters[parseInt(five.padEnd(5, '0'), 2)])
		.join('');
}

/** The bytes of a text in base32, in any capitals, with spaces between; undefined where it is none. */
export function readBase32(text: string): Buffer | undefined {
	const bits: string[] = [];
	for (const letter of text.replace(/[\s=-]/g, '').toUpperCase()) {
		const at = letters.indexOf(letter);
		if (at < 0) return undefined;
		bits.push(at.toString(2).padStart(5, '0'));
	}
	return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** What an app reads from a QR code: whose code it is, and the secret. */
export function totpAddress(secret: string, issuer: string, email: string): string {
	const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
	return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}

/** The code of a counter (RFC 4226, 5.3). */
export function codeAt(secret: Uint8Array, counter: number, length = digits): string {
	const moving = Buffer.alloc(8);
	moving.writeBigUInt64BE(BigInt(counter));
	const mac = createHmac('sha1', secret).update(moving).digest();
	const offset = (mac.at(-1) ?? 0) & 0xf;
	const number = mac.readUInt32BE(offset) & 0x7fffffff;
	return String(number % 10 ** length).padStart(length, '0');
}

/** Which counter it is at a moment (RFC 6238, 4.2). */
export function counterAt(at: Date): number {
	return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/**
 * The counter of a code that is right now, or was or will be within 30 seconds, because clocks differ. Only one after
 * `used` counts: a code opens once (RFC 6238, 5.2). Undefined when there is none.
 */
export function counterOf(
	secret: Uint8Array,
	code: string,
	at: Date,
	used: number
): number | undefined {
	const typed = Buffer.from(code.replace(/\s/g, ''));
	if (typed.length !== digits) return undefined;
	const now = counterAt(at);
	return [now - 1, now, now + 1].find(
		(counter) => counter > used && timingSafeEqual(typed, Buffer.from(codeAt(secret, counter)))
	);
}
