/** What the doors for files take, and no other: they are wider than those for forms. */
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, test } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { wordsOf } from './people.ts';

const t = wordsOf('es');
let city: CityServer;

test.beforeAll(async () => {
	({ city } = await CityServer.found());
});

test.afterAll(() => city.remove());

/** The answer to a request whose headers announce so many bytes; only the first of them are sent. */
async function announce(
	path: string,
	type: string,
	length: number,
	first: string
): Promise<number> {
	const asked = request(city.url + path, {
		method: 'POST',
		headers: { 'content-type': type, 'content-length': length, origin: city.url }
	});
	asked.on('error', () => undefined);
	asked.write(first);
	const [answer] = (await once(asked, 'response')) as [IncomingMessage];
	asked.destroy();
	return answer.statusCode ?? 0;
}

test('only the doors for files take more than a form', async ({ request: api }) => {
	const form = 'multipart/form-data; boundary=x';
	for (const path of ['/es/help', '/es/needs/find', '/staff/people']) {
		expect([path, await announce(path, form, 5_000_000, '--x')]).toEqual([path, 413]);
	}
	const large = Buffer.alloc(5_000_000, 'a');
	const headers = { 'content-type': 'application/x-ndjson' };
	const door = await api.post(`${city.url}/api/carry`, { data: large, headers });
	expect(door.status()).toBe(400);
	const fromElsewhere = await api.post(`${city.url}/api/carry`, {
		data: 'x',
		headers: { ...headers, origin: 'https://elsewhere.example' }
	});
	expect(fromElsewhere.status()).toBe(403);
	expect(await announce('/api/carry', 'application/x-ndjson', 80_000_000, '{')).toBe(413);
	const file = { name: 'x.plaza', mimeType: 'application/octet-stream', buffer: large };
	const page = await api.post(`${city.url}/es/carry?/bring`, {
		multipart: { file },
		headers: { origin: city.url, accept: 'text/html' }
	});
	expect(await page.text()).toContain(t('carry.problems.not-carry'));
});
