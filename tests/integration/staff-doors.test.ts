// Every page of the staff x every role x opening it and each of its forms: allowed as the table says, refused otherwise.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayDo, roles, type Role } from '../../src/lib/domain/rights.ts';
import { doors, narrower } from '../../src/lib/server/authorize.ts';
import type { StaffMember } from '../../src/lib/server/staff.ts';
import { openBrowser, type Answer } from './staff-browser.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';
import { forSomebody, routes, waysInto } from './staff-ways.ts';

let city: StaffCity;
let members: Record<Role, StaffMember>;

beforeAll(async () => {
	city = await openStaffCity();
	const added = await Promise.all(
		roles.map((role) => city.addMember(`${role}@city.example`, role))
	);
	members = Object.fromEntries(added.map((member) => [member.role, member])) as typeof members;
});
afterAll(() => city.close());

const isRefused = ({ status, location }: Answer) => status === 403 || location === '/staff/refused';

test('each page that is built stands in the table, and the table has no other', () => {
	expect(Object.keys(doors).sort()).toEqual(routes);
});

test('each form of the table of narrower rights is built', async () => {
	const ways = await Promise.all(routes.map(waysInto));
	expect(ways.flat().map(({ name }) => name)).toEqual(
		expect.arrayContaining(Object.keys(narrower))
	);
});

describe.each(forSomebody)('%s', (route) => {
	test('sends whoever is not signed in to the sign-in, also with a form', async () => {
		for (const { go } of await waysInto(route)) {
			const answer = await go(openBrowser());
			expect([303, 307]).toContain(answer.status);
			expect(answer.location).toMatch(/^\/staff\/sign-in/);
			expect(answer.data).toBeUndefined();
		}
	});

	test('opens to the roles that have its right, and to no other', async () => {
		const door = doors[route];
		if (!door || door === 'anybody') throw new Error(`${route} is not in the table`);
		for (const { name, go } of await waysInto(route)) {
			const right = narrower[name] ?? door;
			const opened = [];
			for (const role of roles) {
				const as = members[role];
				if (!isRefused(await go(openBrowser({ as })))) opened.push(role);
			}
			// the page that says no is for everybody, and says it
			const expected = route === '/staff/refused' ? [] : roles.filter((r) => mayDo(r, right));
			expect({ name, opened }).toEqual({ name, opened: expected });
		}
	});
});

test('a page that is not in the table is for nobody', async () => {
	expect((await openBrowser().open('/staff/no-such-page')).location).toMatch(/^\/staff\/sign-in/);
	const as = members.admin;
	expect((await openBrowser({ as }).open('/staff/no-such-page')).status).toBe(404);
});

test('a form with its own right is refused before it is read, whatever stands around its name', async () => {
	const as = members.trainer;
	for (const search of ['?/add', '?x=1&/add', '?/add&/none']) {
		const answer = await openBrowser({ as }).post(`/staff/trainers${search}`);
		expect([search, answer.location]).toEqual([search, '/staff/refused']);
	}
});
