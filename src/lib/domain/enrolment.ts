/** An enrolment: the text with which a city lets a lab's hub in. It pins the city's root key. */
import * as v from 'valibot';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import { publicKeySchema } from './receipt.ts';

const prefix = 'plaza-hub-';

const enrolmentSchema = v.strictObject({
	v: v.literal(1),
	/** The hub's own name among all servers, as it stands in its receipts. */
	node: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{6,40}$/)),
	/** What the lab is called. */
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	/** What the city knows the hub by; 32 bytes, base64url. */
	secret: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
	root: publicKeySchema
});

export type Enrolment = v.InferOutput<typeof enrolmentSchema>;

/** An enrolment as text: one word, to be copied. */
export function writeEnrolment(enrolment: Enrolment): string {
	return prefix + toBase64Url(new TextEncoder().encode(JSON.stringify(enrolment)));
}

/** The enrolment in a text; undefined when it is none, or not all of it. */
export function readEnrolment(text: string): Enrolment | undefined {
	const packed = text.trim();
	if (!packed.startsWith(prefix)) return undefined;
	try {
		const json = new TextDecoder().decode(fromBase64Url(packed.slice(prefix.length)));
		const read = v.safeParse(enrolmentSchema, JSON.parse(json));
		return read.success ? read.output : undefined;
	} catch {
		return undefined;
	}
}
