import { Transform } from 'node:stream';
import { InstallationProblem } from '../../src/lib/server/installation-problem.ts';

const newline = 0x0a;

/** Passes bytes on as they are while they are UTF-8; else an InstallationProblem names the line. */
export function utf8Lines(): Transform {
	let line = 1;
	let rest = Buffer.alloc(0);
	const check = (bytes: Buffer) => {
		const decoder = new TextDecoder('utf-8', { fatal: true });
		for (let start = 0; start < bytes.length; line++) {
			const end = bytes.indexOf(newline, start) + 1 || bytes.length;
			try {
				decoder.decode(bytes.subarray(start, end));
			} catch {
				throw new InstallationProblem(
					`, line ${line}: this is not UTF-8. Save the file as "CSV UTF-8" and try again.`
				);
			}
			start = end;
		}
		return bytes;
	};
	return new Transform({
		transform(chunk: Buffer, _, done) {
			const all = Buffer.concat([rest, chunk]);
			// a character never spans a newline, so whole lines can be judged
			const whole = all.lastIndexOf(newline) + 1;
			rest = all.subarray(whole);
			settle(done, () => check(all.subarray(0, whole)));
		},
		flush(done) {
			settle(done, () => check(rest));
		}
	});
}

function settle(done: (error: Error | null, bytes?: Buffer) => void, act: () => Buffer): void {
	try {
		done(null, act());
	} catch (error) {
		done(error as Error);
	}
}
