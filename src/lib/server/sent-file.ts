/** A file that is written while it is read, so that it is never whole in memory. */
import type { Right } from '../domain/rights.ts';
import { citySignIn, type SignInEvent } from './sign-in.ts';

/**
 * The pieces as a file that is saved, made no faster than it is read. It breaks off where the sign-in ends before it does,
 * and who breaks it off leaves nothing behind that goes on reading.
 * @param right which whoever reads it must keep
 */
export function sentFile(
	event: SignInEvent,
	right: Right,
	{ name, type, pieces }: SentFile
): Response {
	const utf8 = new TextEncoder();
	const written = pieces[Symbol.asyncIterator]();
	const body = new ReadableStream<Uint8Array>(
		{
			async pull(stream) {
				if (!(await citySignIn().mayGoOn(event, right))) {
					await written.return?.();
					return stream.error(new Error('signed out'));
				}
				const { done, value } = await written.next();
				if (done) stream.close();
				else stream.enqueue(typeof value === 'string' ? utf8.encode(value) : value);
			},
			cancel: async () => void (await written.return?.())
		},
		{ highWaterMark: 1 }
	);
	return new Response(body, {
		headers: {
			'content-type': type,
			'content-disposition': `attachment; filename="${name}"`
		}
	});
}

/** A file on its way out. */
export interface SentFile {
	/** With its ending. */
	name: string;
	type: string;
	pieces: AsyncIterable<string | Uint8Array>;
}
