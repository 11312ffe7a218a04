/** Results of workshops at the city: each kept, each workshop shown once, and nothing that would tell of one person. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { listWorkshops } from '../../src/lib/server/workshops.ts';
import { newId } from './invented.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
const lab = newId();

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	await city.db
		.insertInto('labs')
		.values({ id: lab, name: 'Raval', place: null, address: '', made_at: new Date() })
		.execute();
});
afterAll(() => city.close());

type Body = EnvelopeOf<'workshop'>['body'];

function result(
	people: number,
	given: Partial<Body> = {},
	where = { lab }
): EnvelopeOf<'workshop'> {
	return {
		...{ id: newId(), kind: 'workshop', schema: 1, madeAt: '2026-03-01T11:30:00Z', lang: 'es' },
		...{ ...where, session: newId(), media: [] },
		body: {
			workshop: newId(),
			heldAt: '2026-03-01T11:30:00Z',
			way: 'codes',
			people,
			opinionGroups: 1,
			groups: [
				{
					...{ name: 'Wifi en la plaza', topic: 'connection', needs: [], told: 2 },
					...{
						yes: people - 1,
						not: 1,
						neither: 0,
						dots: 2 * people,
						consensus: people / (people + 2)
					}
				}
			],
			...given
		}
	};
}

async function tell(...submissions: object[]): Promise<unknown[]> {
	const { results } = await receive(city, { v: 1, submissions } as never, new Date());
	return results.map((each: { result: string }) => each.result);
}

/** How staff see the workshop of this session. */
const shown = async ({ session }: EnvelopeOf<'workshop'>) =>
	(await listWorkshops(city.db, 50)).filter((each) => each.session === session);

describe('The result of a workshop', () => {
	it('is kept once, however often it arrives, and shown with its lab, rounded', async () => {
		const told = result(12);
		expect(await tell(told)).toEqual(['accepted']);
		expect(await tell(told)).toEqual(['duplicate']);
		const rows = await shown(told);
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({
			...{ lab: 'Raval', people: 10, opinionGroups: 1, way: 'codes' },
			groups: [
				{ name: 'Wifi en la plaza', yes: 10, not: null, neither: null, dots: 20, verdict: 'agrees' }
			]
		});
	});

	it('that is told again with more votes takes the place of the one before, though that arrives later', async () => {
		const few = result(6);
		const many = { ...result(9, { workshop: few.body.workshop }), session: few.session };
		expect(await tell(many, few)).toEqual(['accepted', 'accepted']);
		const rows = await shown(few);
		expect(rows.map(({ id }) => id)).toEqual([many.id]);
	});

	it('of under five people shows what they share and nothing that was counted', async () => {
		const told = result(4);
		await tell(told);
		expect((await shown(told))[0]).toMatchObject({
			...{ people: null, opinionGroups: null },
			groups: [{ name: 'Wifi en la plaza', yes: null, not: null, neither: null, verdict: null }]
		});
	});

	it('of a lab that the city does not know is kept and shown without its name', async () => {
		const told = result(8, {}, { lab: newId() });
		expect(await tell(told)).toEqual(['accepted']);
		expect((await shown(told))[0]).toMatchObject({ lab: null, people: 5 });
	});

	it('with votes of persons in it, with no groups or with a name too long is refused alone', async () => {
		const sound = result(7);
		const { body } = sound;
		const [group] = body.groups;
		const refused = [
			{ ...result(7), body: { ...body, votes: [{ person: 'A'.repeat(16), votes: [1] }] } },
			{ ...result(7), body: { ...body, groups: [] } },
			{ ...result(7), body: { ...body, groups: [{ ...group, name: 'm'.repeat(61) }] } },
			{ ...result(7), body: { ...body, groups: [{ ...group, name: ' ' }] } },
			{ ...result(7), session: randomBytes(4).toString('hex') }
		];
		const results = await tell(...refused, sound);
		expect(results).toEqual([...Array<string>(5).fill('rejected'), 'accepted']);
	});

	it('stands on a page of the staff, and on none for others', async () => {
		const browser = openBrowser();
		expect(await browser.open('/staff/workshops')).toMatchObject({
			status: 303,
			location: '/staff/sign-in?next=%2Fstaff%2Fworkshops'
		});
		await browser.signIn('ana@city.example', password);
		const { status, data } = await browser.open('/staff/workshops');
		expect(status).toBe(200);
		expect(data.workshops.length).toBeGreaterThan(3);
		expect(JSON.stringify(data)).not.toMatch(/consensus|person/);
	});
});
