/** A plain form that is posted where somebody else answers in the city's place, or the city is in trouble: it is kept on the phone. */
import { connect, newPhone } from './phone.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { device } from '../../src/lib/device/database.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { takeForm } from '../../src/service-worker/posted-form.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { withFull } from './full-memory.ts';

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	// in a browser an address may be without its origin
	vi.spyOn(Response, 'redirect').mockImplementation(
		(to) => new Response(null, { status: 303, headers: { location: String(to) } })
	);
});

const html = { 'content-type': 'text/html' };
const page = { ...html, 'x-sveltekit-page': 'true' };
const words = 'Se fue la luz en la escalera.';

/** Posts a checked form, or one to be checked, and this answers. */
async function post(answer: () => Response, act = '?/send') {
	const url = new URL(`https://plaza.example/es/needs/new${act}`);
	const body = new URLSearchParams({ topic: 'access', words, place: 'none' });
	globalThis.fetch = async () => answer();
	return takeForm(new Request(url, { method: 'POST', body }), url);
}

describe('a form that is posted', () => {
	it.each<[string, () => Response]>([
		['a Wi-Fi that wants a login', () => new Response('<html>Welcome', { headers: html })],
		['a Wi-Fi that sends her elsewhere', () => Response.error()],
		[
			'a gateway that has no city',
			() => new Response('Bad gateway', { status: 502, headers: html })
		],
		['a city in trouble', () => new Response('Sorry', { status: 500, headers: page })]
	])('to %s is kept on the phone, and arrives later', async (_, answer) => {
		const { headers } = await post(answer);
		expect(headers.get('location')).toMatch(/^\/es\/needs#/);
		expect(await listNeeds()).toMatchObject([{ track: 'phone' }]);
		connect(city.door.url);
		await sync();
		const [told] = await listNeeds();
		expect(told?.track).toBe('sent');
		expect(await city.needs(told?.id ?? '')).toMatchObject([{ words }]);
	});

	it.each([200, 409, 422, 507])('to the city is its own, with status %i', async (status) => {
		const answer = await post(() => new Response('Plaza', { status, headers: page }));
		expect(await answer.text()).toBe('Plaza');
		expect(await listNeeds()).toEqual([]);
	});

	it('unchecked comes back to be checked', async () => {
		const { headers } = await post(() => new Response('Hello', { headers: html }), '?/check');
		expect(headers.get('location')).toBe('/es/needs/new#check');
		expect((await readDraft())?.words).toBe(words);
	});

	it('from a phone without room shows what was answered', async () => {
		await withFull(device.outbox, 'creating', async () => {
			const answer = await post(() => new Response('Hello', { headers: html }));
			expect(await answer.text()).toBe('Hello');
		});
	});
});
