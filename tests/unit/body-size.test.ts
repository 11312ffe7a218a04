import { describe, expect, it } from 'vitest';
import { isTooLarge } from '../../src/lib/server/body-size.ts';

const limit = 3 * 1024 * 1024;

describe('a request', () => {
	it.each<[string, string, string, string | undefined, boolean]>([
		['that only asks', 'GET', '/staff', undefined, false],
		['with a form of words', 'POST', '/staff/sign-in', '900', false],
		['with the largest form of words', 'POST', '/es/needs/find', String(limit), false],
		['with a larger one', 'POST', '/es/needs/find', String(limit + 1), true],
		['that does not say how large it is', 'POST', '/staff/settings', undefined, true],
		['that says nonsense', 'POST', '/staff/settings', 'much', true],
		[
			'with a file of borders, on which its page speaks',
			'POST',
			'/staff/settings',
			'52428800',
			false
		],
		['with more than any page reads', 'POST', '/staff/settings', '99999999', true],
		['with an answer and its voice', 'POST', '/staff/needs/x-1?/reply', '9999999', false],
		['to another form of that page', 'POST', '/staff/needs/x-1?/note', '9999999', true],
		['with a voice of an answer to many', 'POST', '/staff/answers/x-1?/voice', '9999999', false],
		['to another form of its page', 'POST', '/staff/answers/x-1?/unvoice', '9999999', true],
		['with one for everybody', 'POST', '/staff/public-replies?/voice&change=x', '9999999', false],
		['with its words alone', 'POST', '/staff/public-replies?/say', '9999999', true],
		[
			'with an answer and its voice, led on to where only its words are shown',
			'POST',
			'/staff/account/second-factor?/kept',
			'9999999',
			false
		],
		['to another form there', 'POST', '/staff/account/second-factor?/app&/kept', '9999999', true],
		['with the files of a need', 'POST', '/es/needs/new', '9999999', false],
		['at a door that counts by itself', 'POST', '/api/sync', undefined, false],
		['with a piece of a recording', 'PUT', '/api/media/x-_y', '9999999', false],
		['at an address that only looks like such a door', 'POST', '/api/sync/x', '9999999', true]
	])('%s', (_, method, path, length, tooLarge) => {
		const request = new Request(`http://city.example${path}`, {
			method,
			...(method !== 'GET' && { body: 'something' }),
			...(length && { headers: { 'content-length': length } })
		});
		expect(isTooLarge(request, new URL(request.url))).toBe(tooLarge);
	});
});
