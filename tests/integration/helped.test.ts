// Did the answer help? Said on the phone without internet, by a form without script, changed, and seen by the staff.
import { connect, newPhone } from '../faults/phone.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, sayHelped, withdrawNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import type { Helped } from '../../src/lib/domain/helped.ts';
import { deriveSecrets } from '../../src/lib/domain/receipt-code.ts';
import { isNeedNews } from '../../src/lib/domain/sync.ts';
import { listAnswers } from '../../src/lib/server/answer-list.ts';
import { readAnswerable } from '../../src/lib/server/answer-choice.ts';
import { prepareAnswers } from '../../src/lib/server/answers.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { receiveHelped } from '../../src/lib/server/receive-helped.ts';
import { sendAnswers } from '../../src/lib/server/send-answers.ts';
import { openDoor, type Door } from './door.ts';
import { aNeed, newId, newSecrets } from './invented.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let door: Door;
let staff: string;

beforeAll(async () => {
	city = await openStaffCity();
	door = await openDoor(city.url);
	staff = (await city.addMember('ana@city.example')).id;
});
afterAll(async () => {
	await door.close();
	await city.close();
});
beforeEach(async () => {
	await newPhone();
	connect(door.url);
});

async function answer(need: string, words = 'Arreglada.') {
	const { changed_at: seen } = await city.db
		.selectFrom('needs')
		.select('changed_at')
		.where('id', '=', need)
		.executeTakeFirstOrThrow();
	const reply = { words, lang: 'es' };
	expect(await takeStep(city.db, { need, to: 'answered', staff, seen, reply })).toBeUndefined();
}

const helpedOf = async (id: string) =>
	(
		await city.db
			.selectFrom('needs')
			.select('helped')
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
	).helped;

/** A need of this phone that the city answered, with what the phone knows of it. */
async function answered() {
	const form = { topic: 'safety', words: 'Falta luz', place: null, publish: false } as const;
	const id = await keepNeed(form, 'es');
	await sync();
	await answer(id);
	await sync();
	const need = (await listNeeds()).find((each) => each.id === id);
	return { id, code: need?.code ?? '', message: need?.messages.at(-1)?.id ?? '' };
}

function said(
	watch: string,
	message: string,
	helped: Helped,
	madeAt = '2026-03-01T10:00:00Z'
): EnvelopeOf<'helped'> {
	return {
		...{ id: newId(), kind: 'helped', schema: 1, madeAt, lang: 'es', media: [] },
		body: { watch, message, helped }
	};
}

const bring = (...submissions: EnvelopeOf<'helped'>[]) =>
	receive(city, { v: 1, submissions }, new Date());

describe('On the phone', () => {
	test('what she says without internet waits, only her last word is sent, and staff see it; the phone remembers', async () => {
		const { id, message } = await answered();
		connect('http://127.0.0.1:1');
		await sayHelped(id, message, 'no', 'es');
		await sayHelped(id, message, 'bit', 'es');
		await sync();
		expect(await device.outbox.count()).toBe(1);
		expect(await helpedOf(id)).toBeNull();
		connect(door.url);
		await sync();
		expect(await device.outbox.count()).toBe(0);
		expect(await helpedOf(id)).toBe('bit');
		expect((await listNeeds())[0]?.helped).toMatchObject({ message, said: 'bit' });
	});

	test('she may change it, also after the clock of her phone went back; a later answer is asked about anew', async () => {
		const { id, message } = await answered();
		const today = Date.now();
		await sayHelped(id, message, 'no', 'es', today);
		await sync();
		await sayHelped(id, message, 'yes', 'es', today - 86_400_000);
		await sync();
		expect(await helpedOf(id)).toBe('yes');
		await answer(id, 'Y otra más.');
		await sync();
		const need = (await listNeeds()).find((each) => each.id === id);
		expect(need?.messages).toHaveLength(2);
		expect(need?.helped?.message).toBe(message);
	});

	test('whoever takes her need back takes this back too, and nothing of it is kept later', async () => {
		const { id, code, message } = await answered();
		await sayHelped(id, message, 'yes', 'es');
		await sync();
		await withdrawNeed(id, 'es');
		await sync();
		expect(await helpedOf(id)).toBeNull();
		await bring(said(deriveSecrets(code).watch, message, 'no'));
		const { rows } = await sql`select * from helped where message = ${message}`.execute(city.db);
		expect(rows).toEqual([]);
		expect(await helpedOf(id)).toBeNull();
	});
});

describe('At the city', () => {
	test('of one phone the last word counts, in whatever order they arrive; the secret is kept nowhere', async () => {
		const { id, code, message } = await answered();
		const { watch } = deriveSecrets(code);
		const early = said(watch, message, 'no', '2026-03-01T10:00:00Z');
		const late = said(watch, message, 'yes', '2026-03-01T10:00:01Z');
		await bring(late);
		await bring(early);
		await bring(early, late);
		expect(await helpedOf(id)).toBe('yes');
		const { rows } = await sql<{ text: string }>`
			select row_to_json(submissions)::text as text from submissions
			union all select row_to_json(each)::text from helped each`.execute(city.db);
		expect(rows.map(({ text }) => text).join()).not.toContain(watch);
	});

	test('without the secret of the need nobody says anything of it', async () => {
		const { id, message } = await answered();
		const stranger = await bring(said(newSecrets().watch, message, 'no'));
		expect(stranger.results[0]?.result).toBe('accepted');
		expect(await helpedOf(id)).toBeNull();
		const broken = said(newSecrets().watch, message, 'maybe' as Helped);
		expect((await bring(broken)).results[0]?.result).toBe('rejected');
	});

	test('a form without script says it too; what is no form says nothing', async () => {
		const { id, code, message } = await answered();
		const form = new FormData();
		for (const [name, value] of Object.entries({ watch: deriveSecrets(code).watch, message }))
			form.set(name, value);
		expect(await receiveHelped(city, form, 'es', new Date())).toBe(false);
		form.set('helped', 'yes');
		expect(await receiveHelped(city, form, 'es', new Date())).toBe(true);
		expect(await helpedOf(id)).toBe('yes');
	});
});

test('the list counts what many people said and who has not fetched it, and never fewer than five people', async () => {
	const told = Array.from({ length: 7 }, () => {
		const secrets = newSecrets();
		return { need: aNeed('Falta luz', { secrets, lang: 'es' }), secrets };
	});
	await receive(city, { v: 1, submissions: told.map(({ need }) => need) }, new Date());
	const targets = await readAnswerable(
		city.db,
		told.map(({ need }) => need.id)
	);
	const form = {
		...{ kind: 'answered' as const, label: null },
		...{ texts: { es: 'Hoy.' }, fallback: 'es' as const }
	};
	const id = await prepareAnswers(city.db, form, targets, { staff }, new Date());
	await sendAnswers(city.db, id ?? '', staff);
	const counts = async () => (await listAnswers(city.db)).answers[0]?.counts;
	const none = { yes: null, bit: null, no: null };
	expect(await counts()).toEqual({ notFetched: 5, helped: none });
	const watch = told.map(({ secrets }) => secrets.watch);
	const { replies } = await receive(city, { v: 1, submissions: [], watch }, new Date());
	expect(await counts()).toEqual({ notFetched: null, helped: none });
	const levels: Helped[] = ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no'];
	const messageOf = (need: string) =>
		replies.filter(isNeedNews).find(({ id }) => id === need)?.messages[0]?.id ?? '';
	await bring(
		...told.map(({ need, secrets }, at) =>
			said(secrets.watch, messageOf(need.id), levels[at] ?? 'yes')
		)
	);
	expect(await counts()).toEqual({ notFetched: null, helped: { yes: 5, bit: null, no: null } });
});
