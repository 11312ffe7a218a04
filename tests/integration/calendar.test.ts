/** The calendar of sessions over the wire: citizens read it, calendars follow it, phones keep it, a hub shows the same. */
import { beforeEach, describe, expect, it } from 'vitest';
import { foundCity, meetCity, openLab, type Server } from '../faults/lab.ts';
import { addLab, closeLab } from '../../src/lib/server/labs.ts';
import { cancelSession, changeSession, planSessions } from '../../src/lib/server/sessions.ts';
import { publish } from '../../src/lib/server/publications.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import type { Database } from '../../src/lib/server/database.ts';

const hour = 60 * 60 * 1000;
const plan = { modules: ['scam-messages'], languages: ['es' as const, 'ar' as const] };
const name = 'Lab <b>Raval</b>, \\; 1';

let city: Server;
let db: Database;
let lab: string;

/** Plans a session that begins in so many hours and gives it as it is now. */
async function planIn(hours: number, at = lab) {
	const startsAt = new Date(Date.now() + hours * hour);
	const endsAt = new Date(startsAt.getTime() + 2 * hour);
	await planSessions(db, { ...plan, lab: at }, [{ startsAt, endsAt }], new Date());
	return db
		.selectFrom('sessions')
		.selectAll()
		.where('starts_at', '=', startsAt)
		.executeTakeFirstOrThrow();
}

const get = (path: string, from = city, headers: Record<string, string> = {}) =>
	fetch(from.address + path, { headers });
const text = async (path: string, from = city) => (await get(path, from)).text();

// a whole Plaza of its own for each
beforeEach(async () => {
	city = await foundCity();
	db = city.database.db;
	lab = await addLab(db, { name, place: null, address: 'Carrer Nou 3' }, new Date());
});

describe('citizens', () => {
	it('read what is to come by day, with its lab, and nothing that is over', async () => {
		expect(await text('/es/sessions')).toContain('Todavía no hay nada previsto.');
		const session = await planIn(30);
		const over = await planIn(-3);
		const page = await text('/es/sessions');
		expect(page).not.toContain('Todavía no hay nada previsto.');
		const day = new Intl.DateTimeFormat('es', { weekday: 'long', day: 'numeric', month: 'long' });
		expect(page).toContain(`<h2>${day.format(session.starts_at)}</h2>`);
		expect(page).toContain('Lab &lt;b>Raval&lt;/b>, \\; 1');
		expect(page).toMatch(/lang="es">Reconoce un mensaje/);
		expect(page).toContain(`href="/es/sessions/${lab}/${session.id}.ics"`);
		expect(page).not.toContain(over.id);
		expect(await text('/es/learn')).toContain('href="/es/sessions"');
	});
});

describe('a file for calendars', () => {
	it('has all, those of one lab, or one; in the language of its address; and costs nothing unchanged', async () => {
		const other = await addLab(db, { name: 'Sants', place: null, address: '' }, new Date());
		const here = await planIn(50);
		const there = await planIn(60, other);
		const files = {
			'/es/sessions.ics': [here.id, there.id],
			[`/es/sessions/${other}.ics`]: [there.id],
			[`/ar/sessions/${lab}/${here.id}.ics`]: [here.id]
		};
		for (const [path, ids] of Object.entries(files)) {
			const answer = await get(path);
			expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
			const file = (await answer.text()).replaceAll('\r\n ', '');
			for (const id of [here.id, there.id]) {
				expect(file.includes(`UID:${id}\r\n`), path).toBe(ids.includes(id));
			}
			const etag = answer.headers.get('etag') ?? '';
			expect((await get(path, city, { 'if-none-match': etag })).status).toBe(304);
		}
		const file = (await text(`/ar/sessions/${lab}/${here.id}.ics`)).replaceAll('\r\n ', '');
		expect(file).toContain('LOCATION:Lab <b>Raval</b>\\, \\\\\\; 1\\, Carrer Nou 3');
		expect(file).toMatch(/DESCRIPTION:[\u0600-\u06ff ]+\\nEspañol\\, العربية/);
		expect(file).toContain(`URL:${city.address}/ar/sessions#${lab}`);
		const hours = { startsAt: here.starts_at, endsAt: here.ends_at };
		await changeSession(db, here, { ...plan, ...hours, lab }, new Date());
		await cancelSession(db, { id: here.id, revision: 1 }, new Date());
		const later = await text(`/es/sessions/${lab}.ics`);
		expect(later).toMatch(/SEQUENCE:2\r\n[\s\S]*STATUS:CANCELLED/);
		await closeLab(db, other, new Date());
		expect(await text(`/es/sessions/${other}.ics`)).toContain('STATUS:CANCELLED');
	});

	it('of a lab or a session that there is not is not found', async () => {
		const { id } = await planIn(70);
		for (const path of ['x.ics', `${id}.ics`, `${lab}/x.ics`, `${lab}/${lab}.ics`, `x/${id}.ics`]) {
			expect((await get(`/es/sessions/${path}`)).status, path).toBe(404);
		}
	});
});

describe('phones', () => {
	const packed = async () => {
		const { pages } = (await (await get('/api/packs/es?modules=start')).json()) as {
			pages: { url: string; revision: string }[];
		};
		return new Map(pages.map(({ url, revision }) => [url, revision]));
	};

	it('keep the page with the first tap, fetch it anew when something is planned, and no other page', async () => {
		const first = (await (await get('/api/packs/es')).json()) as { pages: { url: string }[] };
		expect(first.pages.map(({ url }) => url)).not.toContain('/es/sessions');
		const before = await packed();
		expect(before.has('/es/sessions')).toBe(true);
		expect(await packed()).toEqual(before);
		await planIn(80);
		const after = await packed();
		expect(after.get('/es/sessions')).not.toBe(before.get('/es/sessions'));
		after.delete('/es/sessions');
		before.delete('/es/sessions');
		expect(after).toEqual(before);
	});

	it('hear no more of what ended while the city was stopped', async () => {
		const { id } = await planIn(90);
		const long = new Date(Date.now() - 30 * hour);
		const hours = { starts_at: new Date(long.getTime() - hour), ends_at: long };
		await db.updateTable('sessions').set(hours).where('id', '=', id).execute();
		await city.stop();
		await city.start();
		const body = () =>
			db.selectFrom('publications').select('body').where('id', '=', id).executeTakeFirstOrThrow();
		await expect.poll(async () => (await body()).body, { timeout: 10_000 }).toBeNull();
	});
});

describe('a hub', () => {
	let hub: Server;
	const rows = async (of: Database) => ({
		labs: await of.selectFrom('labs').select(['id', 'name', 'address']).orderBy('id').execute(),
		sessions: await of
			.selectFrom('sessions')
			.select([
				'id',
				'lab',
				'starts_at',
				'ends_at',
				'modules',
				'languages',
				'cancelled',
				'revision'
			])
			.where('ends_at', '>', new Date())
			.orderBy('id')
			.execute()
	});

	it('shows the same calendar, whatever order it came in, and goes along with its changes and its restore', async () => {
		const last = await planIn(100);
		// the lab was published again after its sessions
		await db.transaction().execute((trx) =>
			publish(trx, [
				{
					id: lab,
					kind: 'lab',
					lang: null,
					body: { id: lab, name: 'Lab Raval', place: null, address: '' }
				}
			])
		);
		await db
			.updateTable('labs')
			.set({ name: 'Lab Raval', address: '' })
			.where('id', '=', lab)
			.execute();
		const nonsense = [
			{ id: 'x', kind: 'lab', lang: null, body: { id: 'x' } },
			{ id: 'y', kind: 'session', lang: null, body: 'soon' },
			...['2026-12-32T10:00:00Z', '2200-01-01T10:00:60Z'].map((startsAt, at) => {
				const id = `0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a7${at}`;
				const body = {
					id,
					lab,
					startsAt,
					endsAt: '2200-01-01T11:00:00Z',
					...plan,
					cancelled: false,
					revision: 0
				};
				return { id, kind: 'session', lang: null, body };
			}),
			...[lab, last.id].map((other, at) => {
				const id = `0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a8${at}`;
				const hours = { startsAt: '2200-01-01T10:00:00Z', endsAt: '2200-01-01T09:00:00Z' };
				const ends = at === 0 ? hours : { ...hours, endsAt: '2200-01-01T11:00:00Z' };
				const body = { id, lab: other, ...ends, ...plan, cancelled: false, revision: 0 };
				return { id, kind: 'session', lang: null, body };
			})
		];
		await db.transaction().execute((trx) => publish(trx, nonsense));
		hub = await openLab(city);
		await meetCity(hub);
		const own = await rows(hub.database.db);
		expect(own.sessions).toEqual((await rows(db)).sessions);
		expect(own.labs).toEqual((await rows(db)).labs);
		expect(await text('/es/sessions', hub)).toContain(`${last.id}.ics`);
		expect(await text(`/es/sessions/${lab}.ics`, hub)).toContain(`UID:${last.id}`);
		await closeLab(db, lab, new Date());
		await meetCity(hub);
		const closed = await hub.database.db.selectFrom('labs').select('closed_at').execute();
		expect(closed.every(({ closed_at }) => closed_at !== null)).toBe(true);
		expect((await rows(hub.database.db)).sessions).toEqual((await rows(db)).sessions);

		// the city came back from a backup that is older than its sessions
		await db.deleteFrom('sessions').execute();
		await db.deleteFrom('publications').where('kind', '=', 'session').execute();
		await setEpoch(db);
		await meetCity(hub);
		expect((await rows(hub.database.db)).sessions).toEqual([]);
	});
});
