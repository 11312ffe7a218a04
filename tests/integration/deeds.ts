/** What staff can do by a form, and what the log takes of it: how each is made ready and posted. */
import { sql } from 'kysely';
import type { ActivityAction } from '../../src/lib/server/activity.ts';
import { tablesOf } from '../../src/lib/server/backup/tables.ts';
import type { StaffMember } from '../../src/lib/server/staff.ts';
import { openScopedCity, things, type Things } from './others-things.ts';
import { openBrowser, type Answer, type Browser } from './staff-browser.ts';
import { password, type StaffCity } from './staff-city.ts';

export interface Given {
	/** What stands in the address where its route has names, in that order. */
	ids?: string[];
	/** What else stands in the address. */
	query?: string;
	fields?: FormData | Record<string, string>;
	/** Who posts it, where it is not the admin. */
	browser?: Browser;
}

/** Why the log takes nothing of it, or not in the transaction of the change. */
export type Why =
	| { changesNothing: string }
	/** It changes something that is no deed for the log. */
	| { unlogged: string }
	/** What the log tells is no change, or is not made in its transaction. */
	| { apart: string };

export interface Deed {
	/** Its route and its form, as the table of narrower rights names it. */
	form: string;
	/** What the log takes of it. */
	did: ActivityAction[];
	why?: Why;
	/** Makes ready what it is done to. */
	given: () => Given | Promise<Given>;
	/** How it is done where it is no form. */
	go?: (given: Given) => Promise<unknown>;
}

export let city: StaffCity;
export let admin: StaffMember;
/** Another admin. */
export let colleague: StaffMember;

/** A city with departments, and two admins in it. */
export async function openDeeds(): Promise<StaffCity> {
	({ city } = await openScopedCity());
	admin = await city.addMember('mia@city.example', 'admin');
	colleague = await city.addMember('noa@city.example', 'admin');
	// what works behind the back of whoever asks would change things of its own accord
	await Promise.all([city.searchable?.end(), city.themeRules?.end()]);
	return city;
}

/** Something that is done by one form. */
export const by = (
	form: string,
	did: ActivityAction[],
	given: Deed['given'] = () => ({}),
	why?: Why
): Deed => ({ form, did, given, ...(why && { why }) });

/** Like `by`, on new things of the city. */
export const on = (
	form: string,
	did: ActivityAction[],
	given: (of: Things) => Given | Promise<Given>,
	why?: Why
): Deed => by(form, did, async () => given(await things(city, 'streets')), why);

/** Posts the form. */
export function post({ form }: Deed, { ids = [], query, fields, browser }: Given): Promise<Answer> {
	const left = [...ids];
	const address = form.replace(/ POST$/, '').replace(/\[\w+\]/g, () => left.shift() ?? 'none');
	const more = query ? `${address.includes('?') ? '&' : '?'}${query}` : '';
	return (browser ?? openBrowser({ as: admin })).post(`${address}${more}`, fields);
}

let members = 0;

/** Somebody new on the staff, signed in on a browser of her own. */
export async function signedIn(): Promise<{ member: StaffMember; browser: Browser }> {
	const member = await city.addMember(`m${members++}@city.example`, 'admin');
	const browser = openBrowser({ address: `198.51.100.${members}` });
	await browser.signIn(member.email, password);
	return { member, browser };
}

/** The mark of what a page shows, or of one lab on it, as its form gives it along. */
export async function markOn(page: string, lab?: string): Promise<{ was: string }> {
	const { data } = await openBrowser({ as: admin }).open(page);
	const shown = data as { was?: string; labs?: { id: string; was: string }[] };
	const was = lab ? shown.labs?.find(({ id }) => id === lab)?.was : shown.was;
	return { was: was ?? '' };
}

type Numbered = 'challenges' | 'rounds' | 'prioritisings' | 'pilots' | 'decisions' | 'themes';
type Counted = Numbered | 'sessions' | 'public_replies' | 'templates' | 'ideas';

/** Which time it was changed last, as its form says it. */
export async function revisionOf(table: Counted, id: string): Promise<string> {
	const { rows } = await sql<{ revision: number }>`
		select revision from ${sql.table(table)} where id::text = ${id}`.execute(city.db);
	return String(rows[0]?.revision);
}

/** When the need was changed last, as its forms say it. */
export async function seenOf(need: string): Promise<string> {
	const row = city.db.selectFrom('needs').select('changed_at').where('id', '=', need);
	return String((await row.executeTakeFirstOrThrow()).changed_at.getTime());
}

/** By which number staff name the need. */
export async function numberOf(need: string): Promise<string> {
	const row = city.db.selectFrom('needs').select('number').where('id', '=', need);
	return String((await row.executeTakeFirstOrThrow()).number);
}

/** A hash of each table of the city. */
export async function standing(): Promise<Record<string, string>> {
	const each = (await tablesOf(city.db)).map(
		(name) =>
			sql`select ${name}::text as name, md5(string_agg(row::text, '|' order by row::text)) as hash
				from ${sql.table(name)} as row`
	);
	const all = sql<{ name: string; hash: string }>`${sql.join(each, sql` union all `)}`;
	const { rows } = await all.execute(city.db);
	return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}
