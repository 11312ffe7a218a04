/** A posted form with files: read up to a limit, and beyond it still its words, so that nothing that was typed is lost. */

/** The most bytes that are read for their files: a recording, and three photos as cameras make them. */
export const largestForm = 24 * 1024 * 1024;

/**
 * The fields of a form. Of one that is too large only the fields in front that are whole, which are the typed ones where
 * files stand last; the rest is let through to its end, so that the browser hears the answer.
 * @throws when it is no form, or the line broke
 */
export async function readFormWithFiles(
	request: Request,
	largest = largestForm
): Promise<{ form: FormData; tooLarge: boolean }> {
	const type = request.headers.get('content-type') ?? '';
	const { bytes, tooLarge } = await readSome(request, largest);
	const whole = tooLarge ? wholeFields(bytes, type) : bytes;
	const form = await new Response(whole, { headers: { 'content-type': type } }).formData();
	return { form, tooLarge };
}

async function readSome(request: Request, largest: number) {
	const reader = request.body?.getReader();
	const pieces: Uint8Array[] = [];
	let size = 0;
	for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
		size += piece.value.length;
		if (size <= largest) pieces.push(piece.value);
	}
	return { bytes: Buffer.concat(pieces), tooLarge: size > largest };
}

/** A multipart body that was cut off, ended after its last whole field (RFC 2046). */
function wholeFields(bytes: Buffer<ArrayBuffer>, type: string): Buffer<ArrayBuffer> {
	if (!/^multipart\/form-data/i.test(type)) return Buffer.alloc(0);
	const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
	const boundary = `--${quoted ?? plain ?? ''}`;
	const last = bytes.lastIndexOf(`\r\n${boundary}`);
	const whole = last < 0 ? Buffer.alloc(0) : bytes.subarray(0, last + 2);
	return Buffer.concat([whole, Buffer.from(`${boundary}--\r\n`)]);
}
