/** Who is heard: what people tell through the city's door becomes counts that show no few people. */
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import {
	browser,
	database,
	lab,
	needs,
	openHeard,
	password,
	read,
	send,
	session,
	shown
} from './heard-city.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';

openHeard();

const [withdrawn, kept] = [newSecrets(), newSecrets()];

test('Before the first count the page says so, and shows no zeros', async () => {
	expect((await read()).counted).toBeNull();
});

describe('When people have told', () => {
	beforeAll(async () => {
		await send(
			...needs(12, { body: { topic: 'connection', place: 'norte' } }),
			...needs(4, { lang: 'ar', body: { topic: 'device', place: 'port' } }),
			...needs(6, { lab, session, body: { topic: 'device', place: null } }),
			aNeed('Taken back', { secrets: withdrawn, body: { topic: 'safety', place: 'norte' } }),
			aNeed('Kept', { secrets: kept, body: { topic: 'connection', place: 'norte' } })
		);
		await send(aWithdrawal(withdrawn));
		expect(await countHeard(database.db, new Date())).toBe(1);
	});

	test('staff see it in fives, by one thing at a time, and nothing of fewer than five', async () => {
		const heard = await read();
		expect(heard.total).toBe(20);
		expect(shown(heard, 'topic')).toMatchObject({ connection: 10, device: 10, safety: null });
		expect(shown(heard, 'place')).toEqual({ norte: 10, port: null, vell: null });
		expect(shown(heard, 'lang')).toMatchObject({ es: 15, ar: null, ca: null });
		expect(shown(heard, 'state')).toMatchObject({ received: 20, answered: null });
		expect(heard.weeks.map(({ needs }) => needs)).toEqual([...Array(12).fill(null), 20]);
	});

	test('a session that is told after its needs gives them their lab', async () => {
		expect(shown(await read(), 'lab')).toEqual({ [lab]: null });
		await database.db
			.insertInto('held_sessions')
			.values({
				...{ id: session, lab, received_at: new Date(), modules: [], languages: ['es'] },
				...{ started_at: new Date().toISOString(), ends_at: new Date().toISOString() }
			})
			.execute();
		await countHeard(database.db, new Date());
		expect(shown(await read(), 'lab')).toEqual({ [lab]: 5 });
	});

	test('answers are counted in the week of their needs; what is hidden is counted no more', async () => {
		await sql`
			update needs set state = 'answered', changed_at = now()
			where topic = 'connection' and words = 'No hay wifi'`.execute(database.db);
		await sql`update needs set state = 'hidden', changed_at = now() where lang = 'ar'`.execute(
			database.db
		);
		await countHeard(database.db, new Date());
		const heard = await read();
		expect(heard.weeks.at(-1)).toMatchObject({ needs: 15, answered: 10 });
		expect([heard.total, shown(heard, 'state')]).toMatchObject([15, { answered: 10, received: 5 }]);
	});

	test('a period is its weeks; all the time is more than the weeks of a year', async () => {
		await sql`
			update needs set received_at = received_at - interval '5 weeks', changed_at = now()
			where topic = 'device'`.execute(database.db);
		await sql`
			update needs set received_at = received_at - interval '3 years', changed_at = now()
			where topic = 'connection'`.execute(database.db);
		await sql`delete from heard_counted`.execute(database.db);
		await countHeard(database.db, new Date());
		expect((await read('?weeks=4')).total).toBeNull();
		expect((await read()).total).toBe(5);
		expect((await read('?weeks=52')).total).toBe(5);
		const all = await read('?weeks=all');
		expect([all.total, all.weeks.length]).toEqual([15, 52]);
	});

	test('the file has the same numbers, the hidden ones empty, and runs nothing', async () => {
		const { data } = await browser.fetch('/staff/heard.csv?weeks=all');
		const response = data as Response;
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		const text = await response.text();
		const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
		expect(rows[0]).toMatchObject({ part: 'all', needs: '15' });
		expect(rows).toContainEqual(
			expect.objectContaining({ part: 'place', key: 'vell', name: "'=Vell", needs: '' })
		);
		expect(rows.filter(({ part }) => part === 'week')).toHaveLength(52);
	});
});

describe('Beside the city’s own numbers', () => {
	let admin: Browser;
	const numbers = '/staff/heard/numbers';

	beforeAll(async () => {
		const eva = { name: 'Eva', email: 'eva@city.example', role: 'admin', lang: 'es' } as const;
		await database.db.transaction().execute((trx) => addStaff(trx, eva, password));
		admin = openBrowser();
		await admin.signIn(eva.email, password);
	});

	test('typed or pasted with headings, marks and any digits, staff see who is heard less', async () => {
		const place = 'barrio;personas\r\nNORTE;20.000\nport\t٣٠٠٠٠\n=Vell;\n';
		const lang = 'Spanish, 40 000\nالعربية;10,000\nde ca;\n'.replace('de ca', 'ca');
		expect(await admin.save(numbers, { place, lang })).toMatchObject({ status: 303 });
		await send(...needs(60, { body: { topic: 'connection', place: 'norte' } }));
		await countHeard(database.db, new Date());
		const heard = await read('?weeks=4');
		expect(heard.hasNumbers).toMatchObject({ place: true, lang: true, age: false });
		const none = { people: null, perThousand: null, shareOfPeople: null, isLess: false };
		expect(heard.parts.place).toMatchObject([
			{ key: 'norte', needs: 60, people: 20_000, perThousand: 3, shareOfPeople: 40, isLess: false },
			{ key: 'port', needs: null, perThousand: 0.2, shareOfNeeds: null, isLess: true },
			{ key: 'vell', ...none }
		]);
		expect(heard.parts.lang.find(({ key }) => key === 'ar')).toMatchObject({
			...{ needs: null, people: 10_000, shareOfPeople: 20, isLess: true }
		});
		const { data } = await admin.open(numbers);
		expect(data.typed.place).toBe('Norte; 20000\nPort; 30000\n=Vell;');
		const file = await ((await browser.fetch('/staff/heard.csv?weeks=4')).data as Response).text();
		expect(file).toContain('place,norte,Norte,60,,20000,3,100,40');
		// a rate of a hidden number would tell it
		expect(file).toContain('place,port,Port,,,30000,,,60');
	});

	test.each([
		['Norte;1\nNowhere;5', { code: 'numbers.unknown', row: 2 }],
		['Norte;-1', { code: 'numbers.number', row: 1 }],
		['Norte;1.5', { code: 'numbers.number', row: 1 }],
		['Norte;100000001', { code: 'numbers.number', row: 1 }],
		['Norte;=1+1', { code: 'numbers.number', row: 1 }],
		['Norte;1\n\nnorte;2', { code: 'numbers.twice', row: 3 }]
	])(
		'what cannot be read (%j) is said with its row, and nothing changes',
		async (place, problem) => {
			const before = (await admin.open(numbers)).data.typed;
			const answer = await admin.post(numbers, { place, lang: 'es; 7' });
			expect(answer).toMatchObject({ status: 400, data: { problems: { place: problem } } });
			expect(answer.data.typed.place).toBe(place);
			expect((await admin.open(numbers)).data.typed).toEqual(before);
		}
	);

	test('who changed them is noted; whoever may not change settings cannot', async () => {
		const noted = await database.db.selectFrom('activity').selectAll().execute();
		expect(noted.map(({ action }) => action)).toContain('numbers.changed');
		expect(await browser.post(numbers, { place: '', lang: '' })).toMatchObject({
			...{ status: 303, location: '/staff/refused' }
		});
	});
});

test('Borders that the city gives are a map; where some have none, the others are drawn', async () => {
	expect((await read()).map).toBeUndefined();
	const ring = [
		[2, 41],
		[2.1, 41],
		[2.1, 41.1],
		[2, 41.1],
		[2, 41]
	];
	const shape = JSON.stringify({ type: 'Polygon', coordinates: [ring] });
	await database.db.updateTable('neighbourhoods').set({ shape }).where('id', '=', 'port').execute();
	const point = JSON.stringify({ type: 'Point', coordinates: [2, 41] });
	await database.db
		.updateTable('neighbourhoods')
		.set({ shape: point })
		.where('id', '=', 'vell')
		.execute();
	expect((await read()).map?.shapes.map(({ key }) => key)).toEqual(['port']);
});

test('Who is not signed in sees neither the page nor the file', async () => {
	for (const path of ['/staff/heard', '/staff/heard.csv']) {
		const { status, location } = await openBrowser().open(path);
		expect([status, location]).toEqual([303, `/staff/sign-in?next=${encodeURIComponent(path)}`]);
	}
});
