import type { Refusal } from '../problem-response.ts';

/**
 * The bytes of a request, at most `largest`. Where the line breaks, those that came: they are kept, and the phone goes on
 * behind them.
 */
export async function readPiece(
	request: Request,
	largest: number
): Promise<Buffer<ArrayBuffer> | Refusal> {
	const tooLarge: Refusal = {
		refused: 'too-large',
		detail: `a piece has at most ${largest} bytes`
	};
	if (Number(request.headers.get('content-length')) > largest) return tooLarge;
	const reader = request.body?.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	try {
		for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
			size += part.value.length;
			if (size > largest) return tooLarge;
			parts.push(part.value);
		}
	} catch {
		// the other side is gone and hears no answer
	}
	return Buffer.concat(parts);
}
