/** What was kept long enough goes by itself, and nothing else: never what is still open. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keptSince, usualRetention, type Retention } from '../../src/lib/domain/retention.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { runTimers, takenAtOnce, writeRetention } from '../../src/lib/server/retention.ts';
import { aNeed, aStep, newSecrets } from './invented.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const told = new Date('2026-01-10T12:00:00Z');
const month = (count: number, days = 0) => new Date(Date.UTC(2026, count, 10 + days, 12));
let city: StaffCity;

beforeAll(async () => {
	city = await openStaffCity();
});
afterEach(async () => {
	await sql`truncate submissions, conflicts, withdrawn, settings cascade`.execute(city.db);
});
afterAll(() => city.close());

/** A need with a recording and a photo, in a state since the day on which it was told. */
async function tellNeed(state: string, topic = 'access', words = 'Hortensia') {
	const secrets = newSecrets();
	const media = (['voice', 'photo'] as const).map((role, at) => ({
		sha256: `${at}`.repeat(43),
		size: 9,
		type: role === 'voice' ? 'audio/webm' : 'image/jpeg',
		role
	}));
	const need = aNeed(words, { secrets, media: media as never, body: { topic: topic as never } });
	await receive(city, { v: 1, submissions: [need] }, told);
	await sql`update needs set state = ${state}, changed_at = ${told} where id = ${need.id}`.execute(
		city.db
	);
	await sql`
		insert into need_messages (id, need, said_at, lang, words)
		values (gen_random_uuid(), ${need.id}, ${told}, 'es', 'Hortensia, yes')`.execute(city.db);
	return need;
}

async function leftOf(id: string) {
	const { rows } = await sql<{ left: string }>`
		select concat_ws(' ', (select 'words' from needs where id = ${id} and words <> ''),
			(select string_agg(role, ' ' order by role desc) from media where submission = ${id}),
			(select 'original' from submissions where id = ${id} and envelope is not null),
			(select 'answer' from need_messages where need = ${id} and words <> '')) as left`.execute(city.db);
	return rows[0]?.left;
}

const all = 'words voice photo original answer';

describe('a timer', () => {
	it('takes recordings and photos a year after the answer, and words after five', async () => {
		const { id } = await tellNeed('answered');
		await runTimers(city.db, month(12, -1));
		expect(await leftOf(id)).toBe(all);
		await runTimers(city.db, month(12, 1));
		expect(await leftOf(id)).toBe('words original answer');
		await runTimers(city.db, month(60, -1));
		expect(await leftOf(id)).toBe('words original answer');
		await runTimers(city.db, month(60, 1));
		expect(await leftOf(id)).toBe('');
		const need = await city.db.selectFrom('needs').selectAll().executeTakeFirstOrThrow();
		expect(need).toMatchObject({ state: 'answered', topic: 'access', expired_at: month(60, 1) });
	});

	it.each(['received', 'read', 'in work'])('never takes of a need that is %s', async (state) => {
		const { id } = await tellNeed(state);
		await runTimers(city.db, month(1200));
		expect(await leftOf(id)).toBe(all);
	});

	it('waits with a joined need until the other is closed', async () => {
		const root = await tellNeed('in work');
		const { id } = await tellNeed('joined');
		await sql`update needs set joined_to = ${root.id} where id = ${id}`.execute(city.db);
		await runTimers(city.db, month(1200));
		expect(await leftOf(id)).toBe(all);
		await sql`update needs set state = 'answered' where id = ${root.id}`.execute(city.db);
		await runTimers(city.db, month(1200));
		expect(await leftOf(id)).toBe('');
	});

	it('counts a joined need from the last answer to the other, which its person reads too', async () => {
		const root = await tellNeed('answered');
		const { id } = await tellNeed('joined');
		await sql`update needs set joined_to = ${root.id} where id = ${id}`.execute(city.db);
		await sql`update need_messages set said_at = ${month(13)} where need = ${root.id}`.execute(
			city.db
		);
		await runTimers(city.db, month(25, -1));
		expect(await leftOf(id)).toBe(all);
		await runTimers(city.db, month(25, 1));
		expect(await leftOf(id)).toBe('words original answer');
	});

	it('counts a need that left a thread from the last answer that it heard there', async () => {
		const [{ id: root }, { id }] = [await tellNeed('answered'), await tellNeed('answered')];
		await sql`update need_messages set said_at = ${month(13)} where need = ${root}`.execute(
			city.db
		);
		await sql`
			insert into need_heard (need, message)
			select ${id}, id from need_messages where need = ${root}`.execute(city.db);
		await runTimers(city.db, month(25, -1));
		expect(await leftOf(id)).toBe(all);
	});

	it('counts from the last answer, however old the need is', async () => {
		const { id } = await tellNeed('answered');
		await sql`update need_messages set said_at = ${month(11)}`.execute(city.db);
		await runTimers(city.db, month(22));
		expect(await leftOf(id)).toBe(all);
	});

	it('runs by the city’s own times, and by those of a topic', async () => {
		const own: Retention = {
			times: { ...usualRetention.times, voice: null, photo: 2, words: null },
			topics: { safety: { photo: null, words: 3 } }
		};
		await writeRetention(city.db, 'ana', own, told);
		const [access, safety] = [await tellNeed('answered'), await tellNeed('declined', 'safety')];
		await runTimers(city.db, month(2, 1));
		expect(await leftOf(access.id)).toBe('words voice original answer');
		expect(await leftOf(safety.id)).toBe(all);
		await runTimers(city.db, month(3, 1));
		expect(await leftOf(safety.id)).toBe('');
		await runTimers(city.db, month(1200));
		expect(await leftOf(access.id)).toBe('words voice original answer');
	});

	it('takes progress after two years, and how it was sent after five', async () => {
		const step = aStep();
		await receive(city, { v: 1, submissions: [step] }, told);
		const counts = async () => {
			const { rows } = await sql<{ progress: number; sent: number }>`
				select (select count(*)::int from progress) as progress,
					(select count(*)::int from submissions where envelope is not null) as sent`.execute(city.db);
			return rows[0];
		};
		await runTimers(city.db, month(24, -1));
		expect(await counts()).toEqual({ progress: 1, sent: 1 });
		await runTimers(city.db, month(24, 1));
		expect(await counts()).toEqual({ progress: 0, sent: 1 });
		await runTimers(city.db, month(60, 1));
		expect(await counts()).toEqual({ progress: 0, sent: 0 });
		// a phone that sends it again gets its receipt, and it is counted no more
		const { results } = await receive(city, { v: 1, submissions: [step] }, month(61));
		expect(results).toMatchObject([{ result: 'duplicate' }]);
		expect(await counts()).toEqual({ progress: 0, sent: 0 });
	});

	it('goes on where it ended, takes nothing twice, and logs counts and never words', async () => {
		const steps = Array.from({ length: takenAtOnce + 7 }, () => aStep());
		for (let from = 0; from < steps.length; from += 400)
			await receive(city, { v: 1, submissions: steps.slice(from, from + 400) }, told);
		const { id } = await tellNeed('answered');
		const logged = async () => {
			const rows = await city.db
				.selectFrom('activity')
				.select(['subject', 'detail'])
				.where('action', '=', 'retention.taken')
				.orderBy('seq')
				.execute();
			return rows.map(({ subject, detail }) => `${subject} ${(detail as { count: number }).count}`);
		};
		const before = (await logged()).length;
		// ended at once, it has done whole steps or none
		const stop = AbortSignal.abort();
		expect(await runTimers(city.db, month(61), stop)).toBe(0);
		expect(await leftOf(id)).toBe(all);
		const both = await Promise.all([runTimers(city.db, month(61)), runTimers(city.db, month(61))]);
		expect(both[0] + both[1]).toBe(2 * steps.length + 3);
		expect(await runTimers(city.db, month(61))).toBe(0);
		const entries = (await logged()).slice(before);
		expect(entries).toContain('retention:voice 1');
		expect(entries).toContain(`retention:progress ${takenAtOnce}`);
		expect(JSON.stringify(await city.db.selectFrom('activity').selectAll().execute())).not.toMatch(
			/hortensia/i
		);
	});
});

describe('the page of times', () => {
	it('takes whole numbers, and keeps what was typed where one is not', async () => {
		await city.addMember('ana@city.example', 'admin');
		const ana = openBrowser();
		await ana.signIn('ana@city.example', password);
		const page = '/staff/settings/retention';
		const { data } = await ana.open(page);
		expect(data.typed).toMatchObject({ original: '90', voice: '12', 'safety-words': '' });
		for (const wrong of ['x', '-1', '0', '1.5', '1201', '1e2']) {
			const answer = await ana.post(page, { ...data.typed, voice: wrong });
			expect(answer).toMatchObject({
				status: 400,
				data: { typed: { voice: wrong }, problems: { voice: { code: 'retention-time' } } }
			});
		}
		const wanted = {
			...data.typed,
			voice: '6',
			words: '',
			'safety-photo': '0',
			'safety-words': '12'
		};
		expect((await ana.save(page, wanted)).location).toBe(`${page}?saved`);
		expect((await ana.open(page)).data.typed).toEqual(wanted);
		const last = await city.db
			.selectFrom('activity')
			.selectAll()
			.where('action', '=', 'retention.changed')
			.orderBy('seq', 'desc')
			.executeTakeFirstOrThrow();
		expect(last.detail).toMatchObject({ times: { voice: 6, words: null } });
	});
});

it('a month back is a month back, by the days of the calendar', () => {
	const now = new Date('2026-03-10T08:00:00Z');
	expect(keptSince(usualRetention, 'original', now)?.toISOString()).toBe(
		'2025-12-10T08:00:00.000Z'
	);
	expect(keptSince(usualRetention, 'voice', now, 'access')?.toISOString()).toBe(
		'2025-03-10T08:00:00.000Z'
	);
});
