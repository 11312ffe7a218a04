/** A plain form that is posted where somebody else answers in the city's place, or the city is in trouble: it is kept on the phone. */
import { connect, newPhone } from './phone.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { draft, listMedia } from '../../src/lib/device/media.ts';
import { newNeedIdentity } from '../../src/lib/device/needs.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { device } from '../../src/lib/device/database.ts';
import { join } from '../../src/lib/device/session/join.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { isNeedForm, takeForm } from '../../src/service-worker/posted-form.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';
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
const sound = () => new File([new Uint8Array(voice)], 'voice');

const offline = () => {
	throw new TypeError('fetch failed');
};

/** Posts a checked form, or one to be checked, with these fields too, and this answers. */
async function post(
	answer: () => Response,
	act = '?/send',
	more: Record<string, string | File> = {}
) {
	const url = new URL(`https://plaza.example/es/needs/new${act}`);
	const body = new FormData();
	const fields = { topic: 'access', words, place: 'none', ...more };
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
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

	it('unchecked, from a phone without room, shows what was answered too', async () => {
		await withFull(device.drafts, 'creating', async () => {
			const answer = await post(() => new Response('Hello', { headers: html }), '?/check');
			expect(await answer.text()).toBe('Hello');
		});
	});

	it('without a line and without room is no answer at all: the browser says so, and keeps the form', async () => {
		await withFull(device.outbox, 'creating', () => expect(post(offline)).rejects.toThrow('full'));
	});

	it('is the need that its page made, and another one where it made none', async () => {
		const made = newNeedIdentity();
		const { headers } = await post(offline, '?/send', made);
		expect(headers.get('location')).toBe(`/es/needs#${made.id}`);
		expect((await device.needs.get(made.id))?.code).toBe(made.code);
		await post(offline, '?/send', { ...made, code: 'none' });
		await post(offline, '?/send', { ...made, id: 'none' });
		expect(await device.needs.count()).toBe(3);
	});

	it('with nothing said yet goes on where something is asked', async () => {
		const { headers } = await post(offline, '?/send', { words: ' ' });
		expect(headers.get('location')).toBe('/es/needs/new#topic');
		expect(await device.outbox.count()).toBe(0);
	});

	it.each([
		['the photo', { voice: sound(), photo: new File(['none'], 'photo') }, ['voice']],
		['the voice', { voice: new File(['none'], 'voice') }, []]
	])('of which %s is none comes back to its words, with the rest', async (_, files, roles) => {
		const { headers } = await post(offline, '?/send', files);
		expect(headers.get('location')).toBe('/es/needs/new#words');
		expect((await readDraft())?.words).toBe(words);
		expect((await listMedia(draft)).map(({ role }) => role)).toEqual(roles);
		expect(await device.outbox.count()).toBe(0);
	});

	it('says no session: the city may have made the same need of it, and knows of none', async () => {
		const session = { id: newId(), lab: newId(), endsAt: Date.now() + 3_600_000, root: '' };
		await join({ ...session, labName: 'Raval', modules: [], languages: ['es'] }, 'es');
		const { headers } = await post(offline);
		const id = headers.get('location')?.split('#')[1] ?? '';
		const envelope = (await device.needs.get(id))?.envelope;
		expect([envelope?.body.words, envelope?.session]).toEqual([words, undefined]);
	});

	it('with a voice alone is told', async () => {
		const spoken = { words: '', voice: sound(), photo: new File([], 'none') };
		const { headers } = await post(offline, '?/send', spoken);
		expect(headers.get('location')).toMatch(/^\/es\/needs#/);
		expect(await listNeeds()).toMatchObject([{ track: 'phone', body: { words: '' } }]);
		expect((await device.media.toArray()).map(({ role }) => role)).toEqual(['voice']);
	});
});

describe('a form with which a need is found', () => {
	const find = async (answer: () => Response) => {
		const url = new URL('https://plaza.example/es/needs/find');
		const body = new URLSearchParams({ code: 'K7MQ' });
		globalThis.fetch = async () => answer();
		return takeForm(new Request(url, { method: 'POST', body }), url);
	};

	it('goes back to its page with the code behind the #, where nobody is told of it', async () => {
		expect((await find(offline)).headers.get('location')).toBe('/es/needs/find#K7MQ');
		expect(await (await find(() => new Response('Found'))).text()).toBe('Found');
	});
});

it.each([
	['POST', '/es/needs/new', true],
	['POST', '/ar/needs/find', true],
	['GET', '/es/needs/new', false],
	['POST', '/es/needs', false],
	['POST', '/es/needs/new/more', false],
	['POST', '/staff/needs/new', false]
])('%s %s: is it such a form? %s', (method, path, isOne) => {
	const url = new URL(path, 'https://plaza.example');
	expect(isNeedForm(new Request(url, { method }), url)).toBe(isOne);
});
