import { describe, expect, it } from 'vitest';
import { isSameOrigin } from '../../src/lib/server/same-origin.ts';

const url = 'https://plaza.example:8443/es/needs/new';

function mayIn(method: string, headers: Record<string, string>, at = url): boolean {
	// a Request refuses to bear an Origin; what the server gets has one
	const request = { method, headers: new Headers(headers) } as Request;
	return isSameOrigin(request, new URL(at));
}

const sync = 'https://plaza.example:8443/api/sync';
const carry = 'https://plaza.example:8443/api/carry';
const types = [
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'text/plain',
	'application/json',
	''
];
const changing = ['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE'];

describe('a request that changes something', () => {
	it.each(changing)('by %s is let in from our own pages only, whatever it holds', (method) => {
		for (const type of types) {
			const ours = { 'content-type': type, origin: 'https://plaza.example:8443' };
			expect(mayIn(method, ours)).toBe(true);
			for (const origin of [
				'https://evil.example',
				'http://plaza.example:8443',
				'https://plaza.example',
				'https://plaza.example:8443.evil.example',
				'https://sub.plaza.example:8443',
				'null',
				''
			]) {
				expect(mayIn(method, { 'content-type': type, origin })).toBe(false);
				const lying = { 'content-type': type, origin, 'sec-fetch-site': 'same-origin' };
				expect(mayIn(method, lying)).toBe(false);
				expect(mayIn(method, { 'content-type': type, origin }, sync)).toBe(false);
			}
		}
	});

	it('without an origin is let in where the browser says that it comes from here', () => {
		expect(mayIn('POST', { 'sec-fetch-site': 'same-origin' })).toBe(true);
		expect(mayIn('POST', { 'sec-fetch-site': 'none' })).toBe(true);
		for (const site of ['same-site', 'cross-site', 'x', '']) {
			expect(mayIn('POST', { 'sec-fetch-site': site })).toBe(false);
			expect(mayIn('POST', { 'sec-fetch-site': site, 'content-type': types[3] ?? '' }, sync)).toBe(
				false
			);
		}
	});

	it('from another program is let in at the sync door only, and only with JSON', () => {
		for (const type of types) {
			expect(mayIn('POST', { 'content-type': type })).toBe(false);
			expect(mayIn('POST', { 'content-type': type }, sync)).toBe(type === 'application/json');
		}
		const json = { 'content-type': 'application/json; charset=utf-8' };
		expect(mayIn('POST', json, sync)).toBe(true);
		expect(mayIn('POST', { 'content-type': 'application/jsonp' }, sync)).toBe(false);
		expect(mayIn('POST', json, `${sync}/more`)).toBe(false);
		expect(mayIn('POST', json, 'https://plaza.example/staff')).toBe(false);
	});

	it('from a page elsewhere that only says where it stands is refused at these doors too', () => {
		const json = { 'content-type': 'application/json' };
		for (const referer of ['https://evil.example/page', 'http://plaza.example:8443/', 'x', '']) {
			expect(mayIn('POST', { ...json, referer }, sync)).toBe(false);
			expect(mayIn('POST', { referer })).toBe(false);
		}
		expect(mayIn('POST', { ...json, referer: 'https://plaza.example:8443/es' }, sync)).toBe(true);
	});

	it('from another program may bring a carry file to its door, and nothing else', () => {
		const file = { 'content-type': 'application/x-ndjson' };
		expect(mayIn('POST', file, carry)).toBe(true);
		expect(mayIn('POST', file, sync)).toBe(false);
		expect(mayIn('POST', file, 'https://plaza.example/es/carry')).toBe(false);
		for (const type of types) expect(mayIn('POST', { 'content-type': type }, carry)).toBe(false);
		expect(mayIn('POST', { ...file, origin: 'https://evil.example' }, carry)).toBe(false);
	});
});

it('lets everybody read', () => {
	for (const method of ['GET', 'HEAD', 'OPTIONS']) {
		expect(mayIn(method, { origin: 'https://evil.example' })).toBe(true);
	}
});
