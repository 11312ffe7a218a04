/** The body of a request as it comes, and the one file in a posted form, without ever holding all of it. */
/** Gives the next bytes; undefined at the end. */
export type ReadBytes = () => Promise<Uint8Array | undefined>;

/**
 * Reads the body of a request. Where the line breaks it ends: the other side is gone, and what came is used. It is never
 * cancelled, because that would cut the connection before the answer is out.
 */
export function bodyOf(request: Request): ReadBytes {
	const reader = request.body?.getReader();
	return async () => {
		try {
			return (await reader?.read())?.value;
		} catch {
			return undefined;
		}
	};
}

const headEnd = Buffer.from('\r\n\r\n');
/** A browser writes much less before the file itself. */
const longestHead = 16 * 1024;

/** Reads the first file in a form of `multipart/form-data` (RFC 7578); undefined when the request holds no such form. */
export function fileIn(request: Request): ReadBytes | undefined {
	const type = request.headers.get('content-type') ?? '';
	const [, quoted, plain] =
		/^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
	const boundary = quoted ?? plain;
	return boundary ? partReader(bodyOf(request), Buffer.from(`\r\n--${boundary}`)) : undefined;
}

function partReader(read: ReadBytes, boundary: Buffer): ReadBytes {
	// the first boundary has no line before it
	let held: Buffer = Buffer.from('\r\n');
	let isOver = false;
	const more = async () => {
		const bytes = await read();
		if (bytes) held = Buffer.concat([held, bytes]);
		else isOver = true;
	};
	/** Passes over everything before the file; false when there is none. */
	const findFile = async (): Promise<boolean> => {
		for (;;) {
			const start = held.indexOf(boundary);
			const end = start < 0 ? -1 : held.indexOf(headEnd, start);
			if (end >= 0) {
				const head = held.subarray(start, end).toString('latin1');
				held = held.subarray(end + headEnd.length);
				if (/;\s*filename=/i.test(head)) return true;
			} else if (isOver || held.length > longestHead) return false;
			else await more();
		}
	};
	let found: boolean | undefined;
	return async () => {
		found ??= await findFile();
		while (found && !isOver) {
			const end = held.indexOf(boundary);
			const length = end < 0 ? held.length - boundary.length : end;
			isOver = end >= 0;
			if (length > 0) {
				const bytes = held.subarray(0, length);
				held = held.subarray(length);
				return bytes;
			}
			if (!isOver) await more();
		}
		return undefined;
	};
}
