/** Random bytes of the phone; getRandomValues is there even on a lab's plain-HTTP pages. */
export function randomBytes(count: number): Uint8Array<ArrayBuffer> {
	return crypto.getRandomValues(new Uint8Array(count));
}
