/**
 * Every way into the pages of the staff, with real things of others in its address and in all its fields: whoever may not
 * reach them is told nothing of them and changes nothing of them. A page that is built later is asked like the others.
 */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayDo } from '../../src/lib/domain/rights.ts';
import { doors, narrower } from '../../src/lib/server/authorize.ts';
import type { StaffMember } from '../../src/lib/server/staff.ts';
import { openScopedCity, secret, things, type Things } from './others-things.ts';
import { openBrowser, type Answer } from './staff-browser.ts';
import { password, type StaffCity } from './staff-city.ts';
import { forSomebody, routes, waysInto } from './staff-ways.ts';

let city: StaffCity;
let members: { department: StaffMember; trainer: StaffMember };
let foreign: Things;
/** All that is written of it, as it was last allowed to be. */
let before: string[];

beforeAll(async () => {
	({ city, members } = await openScopedCity());
	foreign = await things(city, 'parks');
	before = await rowsOf(foreign);
});
afterAll(() => city.close());

/** Which thing each part of an address names. */
const named: Record<string, (of: Things) => string> = {
	'/staff/needs/[id]': ({ need }) => need,
	'/staff/media/[need]': ({ need }) => need,
	'/staff/themes/[id]': ({ theme }) => theme,
	'/staff/answers/[id]': ({ batch }) => batch,
	'/staff/sessions/[id]': ({ session }) => session,
	'/staff/exports/[id]': ({ file }) => file,
	'/staff/trainers/[id]': ({ trainer }) => trainer,
	'/staff/people/[id]': ({ member }) => member,
	'/staff/challenges/[id]': ({ challenge }) => challenge,
	'/staff/decisions/[id]': ({ decision }) => decision,
	'/staff/pilots/[id]': ({ pilot }) => pilot,
	'/staff/surveys/[id]': ({ survey }) => survey,
	'/staff/help/[task]': () => 'start'
};

/** What is nobody's own: it opens to whoever has the right of its page. */
const shared = {
	department: [
		...['/staff/themes/[id]', '/staff/themes/[id]/numbers.csv', '/staff/challenges/[id]'],
		...['/staff/challenges/[id]/rounds/[round]', '/staff/decisions/[id]', '/staff/help/[task]'],
		...['/staff/challenges/[id]/prioritisings/[prioritising]', '/staff/pilots/[id]']
	],
	trainer: [
		...['/staff/sessions/[id]', '/staff/sessions/[id]?/change', '/staff/sessions/[id]?/cancel'],
		...['/staff/trainers/[id]', '/staff/trainers/[id]?/shut', '/staff/help/[task]'],
		...['/staff/challenges/[id]', '/staff/challenges/[id]/rounds/[round]', '/staff/decisions/[id]'],
		...['/staff/challenges/[id]/prioritisings/[prioritising]', '/staff/pilots/[id]']
	]
};

function addressOf(name: string, of: Things): string {
	const [route = '', form = ''] = name.replace(' POST', '').split(/(?=\?)/);
	const [, start = '', rest = ''] = /^(.*?\])(.*)$/.exec(route) ?? [];
	const path = start
		? start.replace(/\[\w+\]$/, named[start]?.(of) ?? '') +
			rest
				.replace('[position]', '0')
				.replace('[message]', of.message)
				.replace('[lang]', 'es')
				.replace('[round]', of.round)
				.replace('[prioritising]', of.prioritising)
				.replace('[idea]', of.idea)
				.replace('[file]', 'A'.repeat(43))
		: route;
	const asked = { needs: of.need, need: of.need, with: of.need, draft: of.batch, theme: of.theme };
	const query = new URLSearchParams({ ...asked, answer: of.batch, session: of.session });
	return `${path}${form || '?'}&${query}`;
}

/** A file is written for as long as whoever reads it is signed in. */
const isWritten = (name: string) => name.endsWith('.csv');

async function go(name: string, as: StaffMember, of: Things): Promise<Answer & { text: string }> {
	const isPosted = name.includes('?') || name.endsWith(' POST');
	const address = addressOf(name, of);
	const browser = openBrowser(isWritten(name) ? {} : { as });
	if (isWritten(name)) await browser.signIn(as.email, password);
	const answer = await (isPosted
		? browser.post(address, of.form(name.split('?/')[1] ?? ''))
		: browser.open(address));
	const { data } = answer;
	const text = data instanceof Response ? await data.text() : JSON.stringify(data ?? null);
	return { ...answer, text };
}

/** All rows of the city in which one of these things stands. */
async function rowsOf(of: Things): Promise<string[]> {
	const tables = await sql<{ name: string }>`
		select table_name as name from information_schema.tables
		where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(city.db);
	const ids = [of.need, of.theme, of.batch, of.bulk, of.session, of.note, of.trainer];
	const patterns = ids.map((id) => `%${id}%`);
	const each = tables.rows.map(
		({ name }) =>
			sql`select ${name}::text || row::text as row from ${sql.table(name)} as row
				where row::text like any (${patterns}::text[])`
	);
	const all = await sql<{ row: string }>`${sql.join(each, sql` union all `)}`.execute(city.db);
	return all.rows.map(({ row }) => row).sort();
}

const ways = (await Promise.all(forSomebody.map(waysInto))).flat().map(({ name }) => name);

/** The page of a way, without the form. */
const pageOf = (name: string) => name.replace(/( POST|\?.*)$/, '');

function isOpen(name: string, as: StaffMember): boolean {
	const door = narrower[name] ?? doors[pageOf(name)];
	return door !== undefined && door !== 'anybody' && mayDo(as.role, door);
}

test('each address that names something says here what it names', () => {
	const starts = routes
		.filter((route) => route.includes('[') && doors[route] !== 'anybody')
		.map((route) => /^(.*?\])/.exec(route)?.[1] ?? route);
	expect(starts.filter((start) => !(start in named))).toEqual([]);
});

describe.each(['department', 'trainer'] as const)('A member with the role %s', (role) => {
	test.each(ways)('reaches nothing of others by %s', async (name) => {
		const as = members[role];
		const answer = await go(name, as, foreign);
		const isShared = shared[role].includes(name);
		const isNamed = name.includes('[') && isOpen(name, as);
		// what may not be reached is as if it were not there
		if (isNamed) expect([name, answer.status === 404]).toEqual([name, !isShared]);
		expect(answer.text).not.toContain(secret);
		const after = await rowsOf(foreign);
		if (!isShared) expect(after).toEqual(before);
		before = after;
	});
});

test('the same addresses and fields are answered where the need is her department’s', async () => {
	const desk = ways.filter((name) => pageOf(name) === '/staff/needs/[id]');
	const answered = desk.filter((name) => isOpen(name, members.department));
	expect(answered.length).toBeGreaterThan(8);
	for (const name of answered) {
		const own = await things(city, 'streets');
		const { status } = await go(name, members.department, own);
		expect([name, [200, 303, 400, 409].includes(status)]).toEqual([name, true]);
	}
	const own = await things(city, 'streets');
	expect((await go('/staff/needs/[id]', members.department, own)).text).toContain(secret);
});
