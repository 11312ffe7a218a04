// The guide: each of the staff reads how her own tasks are done, in her language, and by the words of the very buttons.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { mayDo, roles, type Role } from '../../src/lib/domain/rights.ts';
import { helpOf, helpTaskNames, helpTasks } from '../../src/lib/domain/staff-help.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { doors } from '../../src/lib/server/authorize.ts';
import { helpFor } from '../../src/lib/server/staff-help.ts';
import type { StaffMember } from '../../src/lib/server/staff.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

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

const open = (as: StaffMember, path: string) => openBrowser({ as }).open(path);
const tasksIn = async (as: StaffMember, query = '') =>
	(await open(as, `/staff/help?${new URLSearchParams({ q: query })}`)).data.tasks.map(
		({ task }: { task: string }) => task
	);
const isBuilt = (name: (typeof helpTaskNames)[number]) => helpTasks[name].route in doors;

describe.each(roles)('Somebody with the role %s', (role) => {
	test('sees the tasks that she may do, and no other opens', async () => {
		const hers = helpTaskNames.filter(
			(name) => isBuilt(name) && mayDo(role, helpTasks[name].right)
		);
		expect(await tasksIn(members[role])).toEqual(hers);
		for (const name of helpTaskNames) {
			const { status } = await open(members[role], `/staff/help/${name}`);
			expect([name, status]).toEqual([name, hers.includes(name) ? 200 : 404]);
		}
	});

	test('gets from each task to the page where it is done, and from there back to its help', async () => {
		for (const { task, begin } of await helpFor(role, 'en')) {
			if (begin === null) continue;
			expect([task, (await open(members[role], begin)).status]).toEqual([task, 200]);
			expect((await open(members[role], helpOf(begin, role))).status).toBe(200);
		}
	});
});

describe.each(languages)('In %s', (lang) => {
	test('each task has three to six steps, and names pages and buttons as they are called', async () => {
		const t = (await staffWords(lang)) as (key: string) => string;
		const written = JSON.parse(readFileSync(`src/lib/i18n/help/${lang}.json`, 'utf8')) as {
			helpTasks: Record<string, { steps: string[]; way: string }>;
		};
		for (const { task, title, steps, way } of await helpFor('admin', lang)) {
			const read = [title, ...steps, way].join('\n');
			expect([task, read]).not.toEqual([task, expect.stringMatching(/\$t\(|\{\{|\[\[/)]);
			expect(steps.length).toBeGreaterThanOrEqual(3);
			expect(steps.length).toBeLessThanOrEqual(6);
			const keys = JSON.stringify(written.helpTasks[task]).matchAll(/\$t\(([^)]*)\)/g);
			for (const [, key = ''] of keys) {
				expect([task, key, t(key)]).not.toEqual([task, key, key]);
				expect(read).toContain(t(key));
			}
		}
	});
});

test('“Help” leads from a page to its task, and to the list where she has no such task', () => {
	expect(helpOf('/staff', 'reader')).toBe('/staff/help/find');
	expect(helpOf('/staff/needs/1', 'moderator')).toBe('/staff/help/state');
	expect(helpOf('/staff/needs/1', 'reader')).toBe('/staff/help');
	expect(helpOf('/staff/sessions/new', 'trainer')).toBe('/staff/help/session');
	expect(helpOf('/staff/refused', 'reader')).toBe('/staff/help');
});

test('the guide is searched by any of its words, without minding accents and capitals', async () => {
	const inLanguage = (lang: Language) => ({ ...members.admin, lang });
	expect(await tasksIn(inLanguage('en'), 'INVITE colleague')).toEqual(['people']);
	expect(await tasksIn(inLanguage('es'), 'pagina anonimo xyz')).toEqual([]);
	expect(await tasksIn(inLanguage('es'), 'sesión')).toEqual(
		await tasksIn(inLanguage('es'), 'SESION')
	);
	expect(await tasksIn(inLanguage('es'), 'sesion')).toContain('session');
	expect(await tasksIn(inLanguage('ar'), 'لِقاء')).toContain('session');
});
