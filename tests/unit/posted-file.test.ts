/** The file in a posted form comes out byte for byte, however the line cuts it. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTooLarge } from '../../src/lib/server/body-size.ts';
import { fileIn, type ReadBytes } from '../../src/lib/server/posted-file.ts';

async function all(read: ReadBytes | undefined): Promise<Buffer | undefined> {
	if (!read) return undefined;
	const parts: Uint8Array[] = [];
	for (let part = await read(); part; part = await read()) parts.push(part);
	return Buffer.concat(parts);
}

/** A form as this platform's browsers write it. */
async function posted(form: FormData, slices: number[]): Promise<Request> {
	const request = new Request('http://plaza.example/es/carry', { method: 'POST', body: form });
	const whole = Buffer.from(await request.arrayBuffer());
	let at = 0;
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const next = whole.subarray(at, at + Math.max(1, slices.shift() ?? whole.length));
			at += next.length;
			if (next.length === 0) controller.close();
			else controller.enqueue(next);
		}
	});
	return new Request(request.url, {
		method: 'POST',
		headers: request.headers,
		body,
		duplex: 'half'
	} as RequestInit);
}

describe('the file in a form', () => {
	it('is read as it is, whatever stands around it', async () => {
		const slices = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 40 });
		const bytes = fc.oneof(
			fc.uint8Array({ maxLength: 3000 }),
			fc
				.string({ unit: fc.constantFrom('\r', '\n', '-', 'a'), maxLength: 300 })
				.map((text) => Buffer.from(text))
		);
		await fc.assert(
			fc.asyncProperty(bytes, slices, fc.boolean(), async (content, cuts, isAlone) => {
				const form = new FormData();
				if (!isAlone) form.append('before', 'a field\r\n--with lines');
				if (!isAlone) form.append('empty', '');
				form.append('file', new Blob([content as BlobPart]), 'plaza "1".plaza');
				if (!isAlone) form.append('after', 'another');
				expect(await all(fileIn(await posted(form, cuts)))).toEqual(Buffer.from(content));
			})
		);
	});

	it('is read as it is when all of it comes at once', async () => {
		const content = randomBytes(3_000_000);
		const form = new FormData();
		form.append('file', new Blob([content]), 'x');
		expect((await all(fileIn(await posted(form, []))))?.equals(content)).toBe(true);
	});

	it('that is not there gives nothing', async () => {
		const form = new FormData();
		form.append('words', 'a'.repeat(50_000));
		expect(await all(fileIn(await posted(form, [])))).toEqual(Buffer.alloc(0));
	});

	it('that is cut gives what came', async () => {
		const content = randomBytes(5000);
		const form = new FormData();
		form.append('file', new Blob([content]), 'x');
		const { headers, url, ...rest } = await posted(form, []);
		void rest;
		const whole = Buffer.from(await (await posted(form, [])).arrayBuffer());
		const boundary = whole.subarray(2, whole.indexOf('\r\n')).toString();
		const cut = new Request(url, {
			method: 'POST',
			headers: {
				...Object.fromEntries(headers),
				'content-type': `multipart/form-data; boundary=${boundary}`
			},
			body: whole.subarray(0, 4000)
		});
		const got = (await all(fileIn(cut))) ?? Buffer.alloc(0);
		expect(got.length).toBeGreaterThan(3500);
		expect(content.subarray(0, got.length)).toEqual(got);
	});

	it('is not looked for in what is no such form', () => {
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data',
			'multipart/mixed; boundary=x'
		]) {
			const request = new Request('http://plaza.example/', {
				method: 'POST',
				body: 'x',
				headers: { 'content-type': type }
			});
			expect(fileIn(request)).toBeUndefined();
		}
	});
});

describe('a form', () => {
	const large = 4 * 1024 * 1024;
	const to = (path: string, length: number | undefined) => {
		const headers = new Headers(length === undefined ? {} : { 'content-length': String(length) });
		const request = { headers, body: new ReadableStream() } as unknown as Request;
		return isTooLarge(request, new URL(path, 'http://plaza.example'));
	};

	it('is let in up to 3 MB, and says how long it is', () => {
		for (const path of [
			'/es/needs/find',
			'/staff/people',
			'/staff/needs/7?/state',
			'/es/carry/x',
			'/api/other'
		]) {
			expect([path, to(path, large), to(path, undefined), to(path, NaN)]).toEqual([
				path,
				true,
				true,
				true
			]);
			expect(to(path, 1000)).toBe(false);
		}
	});

	it('may be larger only where its bytes are counted as they come', () => {
		for (const path of [
			'/api/sync',
			'/api/carry',
			'/api/media/abc',
			'/es/carry',
			'/staff/sign-in',
			'/staff/needs/7?/reply'
		]) {
			expect([path, to(path, large), to(path, undefined)]).toEqual([path, false, false]);
		}
		const empty = { headers: new Headers(), body: null } as unknown as Request;
		expect(isTooLarge(empty, new URL('http://plaza.example/staff'))).toBe(false);
	});
});
