/** A lab's hub: it loses nothing of what phones gave it, whatever happens to it, and doubles nothing. */
import { connect } from './phone.ts';
import { cityAndLab, mine, need } from './city-and-lab.ts';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { revokeHub } from '../../src/lib/server/hubs.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { enrolAt, meetCity, openLab, untilCount } from './lab.ts';

const lab = cityAndLab();

describe('a hub', () => {
	it.each(['hub-forwarded', 'hub-answered'])(
		'that dies at %s brings everything once after its next start',
		async (failpoint) => {
			await lab.hub.stop();
			await lab.hub.start({ PLAZA_FAILPOINT: failpoint });
			const ids = [await keepNeed(need, 'es'), await keepNeed(need, 'es')];
			await sync();
			await lab.hub.died();
			await lab.hub.start();
			await lab.settled(2);
			await sync();
			for (const id of ids) {
				expect(await lab.atCity(id)).toHaveLength(1);
				expect((await mine(id))?.track).toBe('sent');
			}
		}
	);

	it('killed again and again loses nothing that it said it holds', async () => {
		await lab.city.stop();
		const ids: string[] = [];
		for (let round = 0; round < 4; round++) {
			ids.push(await keepNeed(need, 'es'));
			await sync();
			await lab.hub.stop('SIGKILL');
			await lab.hub.start();
		}
		for (const id of ids) expect((await mine(id))?.heldAt).toBeDefined();
		await lab.city.start();
		await lab.hub.stop();
		await lab.hub.start();
		await lab.settled(4);
		await sync();
		for (const id of ids) expect((await mine(id))?.track).toBe('sent');
	});

	it('that is another laptop now gets from the phones what the first one had', async () => {
		await lab.city.stop();
		const id = await keepNeed(need, 'es');
		await sync();
		await lab.hub.stop('SIGKILL');
		await lab.city.start();
		const other = await openLab(lab.city);
		connect(other.address);
		await sync();
		await untilCount(other.database, 'from hub_letters where settled_at is not null', 1);
		await sync();
		expect((await mine(id))?.track).toBe('sent');
		expect(await lab.atCity(id)).toHaveLength(1);
	});

	it('brings again what a city lost that came back from a backup', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await lab.settled(1);
		for (const table of ['needs', 'submissions'] as const) {
			await lab.city.database.db.deleteFrom(table).execute();
		}
		await setEpoch(lab.city.database.db);
		// the next letter brings the hub to hear of the new epoch
		await keepNeed(need, 'es');
		await sync();
		await untilCount(lab.city.database, 'from needs', 2);
		expect(await lab.atCity(id)).toHaveLength(1);
	});

	it('with one letter that the city never answers still brings the others', async () => {
		await lab.city.stop();
		const ids = [];
		for (let n = 0; n < 5; n++) ids.push(await keepNeed(need, 'es'));
		await sync();
		// the city dies whenever the third need is written
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin if new.id = ${sql.lit(ids[2])} then raise exception 'poison' using errcode = '53100'; end if; return new; end $$`.execute(
			lab.city.database.db
		);
		await sql`create trigger die before insert on submissions for each row execute function die()`.execute(
			lab.city.database.db
		);
		await lab.city.start();
		await lab.hub.stop();
		await lab.hub.start();
		await lab.settled(4);
		expect(await lab.atCity(ids[2] ?? '')).toEqual([]);
		await sql`drop trigger die on submissions`.execute(lab.city.database.db);
		await lab.hub.stop();
		await lab.hub.start();
		await lab.settled(5);
	});

	it('that is shut out keeps everything, and a phone brings it elsewhere', async () => {
		const enrolled = await enrolAt(lab.city, 'Lab Sants');
		const lost = await openLab(lab.city, enrolled.enrolment);
		await revokeHub(lab.city.database.db, enrolled.node);
		connect(lost.address);
		const id = await keepNeed(need, 'es');
		await sync();
		await meetCity(lost);
		expect(await (await fetch(`${lost.address}/es/hub`)).text()).toContain('ya no conoce');
		expect((await mine(id))?.track).toBe('phone');
		connect(lab.city.address);
		await sync();
		expect((await mine(id))?.track).toBe('sent');
	});

	it('shows what waits and the city’s own name, and has no staff pages', async () => {
		await lab.city.stop();
		await keepNeed(need, 'es');
		await sync();
		const page = await (await fetch(`${lab.hub.address}/es/hub`)).text();
		expect(page).toContain('1 mensaje espera');
		expect(await (await fetch(`${lab.hub.address}/es`)).text()).toContain('Vila Nova');
		expect(await (await fetch(`${lab.hub.address}/es`)).text()).toContain('Lab Raval');
		expect((await fetch(`${lab.hub.address}/staff`)).status).toBe(404);
		expect((await fetch(`${lab.hub.address}/staff/sign-in`)).status).toBe(404);
		expect((await fetch(`${lab.hub.address}/fr`, { redirect: 'manual' })).status).toBe(307);
	});

	it('is one row with one receipt when phone and hub, and a second hub, all bring it', async () => {
		const id = await keepNeed(need, 'es');
		const second = await openLab(lab.city);
		await sync();
		await device.facts.delete('epoch');
		connect(second.address);
		await sync();
		await lab.settled(1);
		await untilCount(second.database, 'from hub_letters where settled_at is not null', 1);
		connect(lab.city.address);
		await sync();
		expect(await lab.atCity(id)).toHaveLength(1);
		expect((await mine(id))?.track).toBe('sent');
		expect(await lab.city.database.db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
	});
});
