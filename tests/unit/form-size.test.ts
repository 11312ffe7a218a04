import { describe, expect, it } from 'vitest';
import { isFormTooLarge, largestWords } from '../../src/lib/server/form-size.ts';

const need = '/[lang=lang]/needs/new';
const words = 'application/x-www-form-urlencoded';

function posted(headers: Record<string, string>, method = 'POST'): Request {
	// only what a browser may not set itself is missing here
	return { method, headers: new Headers(headers) } as Request;
}

describe('a form', () => {
	it.each<[string, Request, string | null, boolean]>([
		['of words', posted({ 'content-type': words, 'content-length': '900' }), '/staff', false],
		['without content', posted({ 'content-type': words }), '/staff/sign-out', false],
		[
			'of words that is as large as one may be',
			posted({ 'content-type': words, 'content-length': String(largestWords) }),
			null,
			false
		],
		[
			'of words that is larger',
			posted({ 'content-type': words, 'content-length': String(largestWords + 1) }),
			'/staff/sign-in',
			true
		],
		[
			'with files, where none belong',
			posted({ 'content-type': 'multipart/form-data; boundary=x', 'content-length': '9999999' }),
			'/[lang=lang]/needs/find',
			true
		],
		[
			'that does not say how large it is',
			posted({ 'content-type': 'Text/Plain;charset=utf-8', 'transfer-encoding': 'chunked' }),
			null,
			true
		],
		[
			'with files, of a need',
			posted({ 'content-type': 'multipart/form-data; boundary=x', 'content-length': '9999999' }),
			need,
			false
		],
		[
			'that is none, with a door and a limit of its own',
			posted({ 'content-type': 'application/json', 'content-length': '9999999' }),
			'/api/sync',
			false
		],
		['that is only asked for', posted({ 'content-type': words }, 'GET'), '/staff', false]
	])('%s', (_, request, route, isTooLarge) => {
		expect(isFormTooLarge(request, route)).toBe(isTooLarge);
	});
});
