/** Personal data in words and photos: marked, covered for everybody, and given back while what came is kept. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bar } from '../../src/lib/domain/personal-data/find.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let ana: Browser;
let eva: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'moderator');
	await city.addMember('eva@city.example', 'reader');
	[ana, eva] = [openBrowser(), openBrowser()];
	await ana.signIn('ana@city.example', password);
	await eva.signIn('eva@city.example', password);
});
afterAll(() => city.close());

const said = 'Me llamo Ana Ferrer y vivo en el tercero. Mi móvil es 612 345 678, gracias';

async function tell(words = said, media: Parameters<typeof aNeed>[1] = {}) {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets, ...media });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return { id: need.id, secrets };
}

const look = async (id: string, as = ana) => (await as.open(`/staff/needs/${id}`)).data;

async function cover(id: string, form: Record<string, string>, as = ana, action = 'cover') {
	const { status, data, location } = await as.post(`/staff/needs/${id}?/${action}`, form);
	if (location === '/staff/refused') return 'refused';
	return data?.desk ? `${status} ${data.desk.code}` : String(status);
}

/** The form as the page offers it, all marks ticked: one tap. */
async function offered(id: string): Promise<FormData> {
	const { need, desk } = await look(id);
	const form = new FormData();
	form.set('was', String(need.coveredAt?.getTime() ?? ''));
	for (const { start, end } of desk.marks) form.append('mark', `${start}-${end}`);
	return form;
}

const found = async (words: string) => {
	const { data } = await ana.open(`/staff?state=all&q=${encodeURIComponent(words)}`);
	return data.inbox.rows.map(({ id }: { id: string }) => id);
};

describe('Words', () => {
	test('are marked, and covered in one tap: on the page, in the list and in the search', async () => {
		const { id } = await tell();
		const { desk } = await look(id);
		expect(desk.marks.map(({ kind }: { kind: string }) => kind)).toEqual(['name', 'phone']);
		expect(await found('Ferrer')).toContain(id);
		expect((await ana.post(`/staff/needs/${id}?/cover`, await offered(id))).status).toBe(303);
		const covered = `Me llamo ${bar} y vivo en el tercero. Mi móvil es ${bar}, gracias`;
		for (const as of [ana, eva]) {
			expect((await look(id, as)).need).toMatchObject({ words: covered, isCovered: true });
		}
		expect(await found('Ferrer')).not.toContain(id);
		expect(await found('612')).not.toContain(id);
		expect(await found('tercero')).toContain(id);
		const row = await city.db
			.selectFrom('needs')
			.selectAll()
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		expect(JSON.stringify(row)).not.toMatch(/ferrer|612/i);
		// only the envelope still has them
		const { envelope } = await city.db
			.selectFrom('submissions')
			.select('envelope')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		expect(JSON.stringify(envelope)).toContain('Ferrer');
		expect((await look(id)).desk.history).toMatchObject([{ kind: 'covered' }]);
		const { detail } = await city.db
			.selectFrom('activity')
			.select('detail')
			.where('subject', '=', `need:${id}`)
			.executeTakeFirstOrThrow();
		expect(detail).toEqual({ places: 2 });
	});

	test('that no rule finds are covered where staff name them', async () => {
		const { id } = await tell('La casa azul. Sí, LA CASA AZUL.');
		expect(await cover(id, { was: '', further: 'otra cosa' })).toBe('409 nothing-covered');
		expect(await cover(id, { was: '', further: 'la casa azul\r\n' })).toBe('303');
		expect((await look(id)).need.words).toBe(`${bar}. Sí, ${bar}.`);
	});

	test('come back whole while the envelope is kept, and not after', async () => {
		const { id } = await tell();
		await ana.post(`/staff/needs/${id}?/cover`, await offered(id));
		const { need, desk } = await look(id);
		expect(desk.mayUncover).toBe(true);
		expect((await look(id, eva)).desk.mayUncover).toBe(false);
		const was = String(need.coveredAt.getTime());
		expect(await cover(id, { was }, eva, 'uncover')).toBe('refused');
		expect(await cover(id, { was }, ana, 'uncover')).toBe('303');
		expect((await look(id)).need).toMatchObject({ words: said, isCovered: false });
		expect(await found('Ferrer')).toContain(id);
		await ana.post(`/staff/needs/${id}?/cover`, await offered(id));
		await city.db.updateTable('submissions').set({ envelope: null }).where('id', '=', id).execute();
		const again = await look(id);
		expect(again.desk.mayUncover).toBe(false);
		const late = { was: String(again.need.coveredAt.getTime()) };
		expect(await cover(id, late, ana, 'uncover')).toBe('409 gone');
	});

	test('of two who cover at once, the second is told, and no place is mistaken', async () => {
		const { id } = await tell();
		const [first, second] = [await offered(id), await offered(id)];
		first.delete('mark');
		first.append('mark', '9-19');
		expect((await ana.post(`/staff/needs/${id}?/cover`, first)).status).toBe(303);
		const { status, data } = await ana.post(`/staff/needs/${id}?/cover`, second);
		expect([status, data.desk.code]).toEqual([409, 'changed']);
		expect((await look(id)).need.words).toBe(said.replace('Ana Ferrer', bar));
	});

	test('whoever may not moderate covers nothing; marks beyond the words cover nothing', async () => {
		const { id } = await tell();
		expect(await cover(id, { was: '', mark: '0-5' }, eva)).toBe('refused');
		for (const mark of ['0-99999', '5-5', '9-3', 'x', '-1-4']) {
			expect(await cover(id, { was: '', mark })).toBe('409 nothing-covered');
		}
		expect((await look(id)).need.words).toBe(said);
	});

	test('that were covered and are then taken back are gone everywhere', async () => {
		const { id, secrets } = await tell();
		await ana.post(`/staff/needs/${id}?/cover`, await offered(id));
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		const { need } = await look(id);
		expect(need).toMatchObject({ state: 'withdrawn', words: '', isCovered: false });
		expect(await cover(id, { was: '' }, ana, 'uncover')).toBe('409 withdrawn');
	});
});
