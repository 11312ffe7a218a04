/** A trainer's group on her device: known from session to session, counted once, changed by her, and brought to another device. */
import { newPhone, takePhone } from './phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { endSession, startSession } from '../../src/lib/device/session/lead.ts';
import { listAttendees } from '../../src/lib/device/session/list.ts';
import {
	addNamed,
	countCard,
	countMember,
	makeCards,
	notePrinted,
	offeredAgain,
	readMembers,
	replaceCard
} from '../../src/lib/device/trainer-group.ts';
import {
	forgetMember,
	joinMembers,
	mergeCopy,
	readGroup,
	renameMember
} from '../../src/lib/device/trainer-past.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import { peopleIn } from '../../src/lib/domain/attendance.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { personOf, picturesOf } from '../../src/lib/domain/member.ts';
import { manyIn, peopleAt } from '../../src/lib/domain/trainer-people.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { newId } from '../integration/invented.ts';
import { readMemory } from './two-phones.ts';

const openerOf = (n: number): Opener => ({
	crypt,
	key: toBase64Url(new Uint8Array(32).fill(n))
});
const opener = openerOf(5);
const lab = { id: newId(), name: 'Raval' };
const plan = { lab, modules: ['scam-messages'], languages: ['es' as const], hours: 2 };
const hour = 60 * 60_000;
let days = 0;
/** Each session on a day of its own. */
const nextSession = () => startSession(plan, 'es', Date.now() + days++ * 24 * hour);
const number = (letter: string) => letter.repeat(16);
const phoneOf = (letter: string, session: string, nickname?: string) => ({
	member: number(letter),
	person: personOf(number(letter), session),
	...(nickname !== undefined && { nickname })
});
const names = async (session: string) =>
	peopleIn(await listAttendees(opener, session)).map(({ nickname }) => nickname);
const people = async () => peopleAt(await readGroup(opener), lab.id);

beforeEach(() => newPhone());

describe('Who was here before', () => {
	it('is known by her phone or card in the next session, without being asked', async () => {
		const first = await nextSession();
		await countMember(opener, first, phoneOf('A', first.id, 'Ana'), 'es');
		const [card] = await makeCards(opener, lab.id, 1);
		const given = await addNamed(opener, first, 'Omar', 'es', card?.member);
		expect(given).toMatchObject({ was: 'new', attendee: { nickname: 'Omar' } });
		const second = await nextSession();
		await countMember(opener, second, phoneOf('A', second.id), 'es');
		await countCard(opener, second, card?.member ?? '', 'es');
		expect(await names(second.id)).toEqual(['Ana', 'Omar']);
		expect((await people()).map(({ nickname, visits }) => [nickname, visits.length])).toEqual([
			['Ana', 2],
			['Omar', 2]
		]);
	});

	it('is offered by name, sixty of them, and is counted by one tap, once', async () => {
		const first = await nextSession();
		for (let n = 1; n <= 60; n++) await addNamed(opener, first, `Vecina ${n}`, 'es');
		expect(await listAttendees(opener, first.id)).toHaveLength(60);
		const second = await nextSession();
		const offered = await offeredAgain(opener, second, []);
		expect(offered).toHaveLength(60);
		const { member = '' } = offered.find(({ nickname }) => nickname === 'Vecina 7') ?? {};
		for (const was of ['new', 'known'])
			expect(await countCard(opener, second, member, 'es')).toMatchObject({ was });
		const list = await listAttendees(opener, second.id);
		expect(await offeredAgain(opener, second, list)).toHaveLength(59);
		expect(await names(second.id)).toEqual(['Vecina 7']);
	});

	it('and has the name of somebody else of the group gets another one', async () => {
		const first = await nextSession();
		await addNamed(opener, first, 'Ana', 'es');
		const second = await nextSession();
		expect(await addNamed(opener, second, 'ana', 'es')).toMatchObject({
			attendee: { nickname: 'ana 2' }
		});
	});
});

describe('A card', () => {
	it('on two tablets is one person by itself, and so are two numbers that are known to be one', async () => {
		const session = await nextSession();
		const [card] = await makeCards(opener, lab.id, 1);
		const { member = '' } = card ?? {};
		await countCard(opener, session, member, 'es');
		const again = { member, person: personOf(member, session.id) };
		expect(await countMember(opener, session, again, 'es')).toMatchObject({ was: 'known' });
		await countMember(opener, session, phoneOf('A', session.id), 'es');
		expect(await names(session.id)).toHaveLength(2);
		await joinMembers(opener, number('A'), member);
		const next = await nextSession();
		await countCard(opener, next, member, 'es');
		await countMember(opener, next, phoneOf('A', next.id), 'es');
		expect(await names(next.id)).toHaveLength(1);
		const same = (await device.outbox.toArray()).flatMap(({ envelope }) =>
			envelope?.kind === 'attendance' && envelope.body.sameAs ? [envelope.session] : []
		);
		expect(same).toEqual([next.id]);
	});

	it('that was lost is replaced: the old one says so, and her visits stay hers', async () => {
		const first = await nextSession();
		const [card] = await makeCards(opener, lab.id, 1);
		const { member = '' } = card ?? {};
		await notePrinted(opener, [member], 7);
		expect((await readMembers(opener))[0]?.printedAt).toBe(7);
		await addNamed(opener, first, 'Ana', 'es', member);
		const fresh = await replaceCard(opener, member);
		expect(picturesOf(fresh?.member ?? '').sort()).not.toEqual(picturesOf(member).sort());
		const second = await nextSession();
		expect(await countCard(opener, second, member, 'es')).toBe('replaced');
		expect(await addNamed(opener, second, 'Eva', 'es', member)).toBe('replaced');
		expect(await listAttendees(opener, second.id)).toEqual([]);
		await countCard(opener, second, fresh?.member ?? '', 'es');
		expect((await people()).map(({ nickname, visits }) => [nickname, visits.length])).toEqual([
			['Ana', 2]
		]);
	});

	it('of somebody is not given to somebody else; one that nobody knows counts', async () => {
		const session = await nextSession();
		const [card] = await makeCards(opener, lab.id, 1);
		await addNamed(opener, session, 'Ana', 'es', card?.member);
		expect(await addNamed(opener, session, 'Eva', 'es', card?.member)).toEqual({ taken: 'Ana' });
		expect(await countCard(opener, session, number('Z'), 'es')).toMatchObject({ was: 'new' });
		expect(await names(session.id)).toEqual(['Ana', undefined]);
		expect(await people()).toHaveLength(2);
	});
});

describe('The group', () => {
	it('is renamed and forgotten everywhere at once, and nothing readable of it lies on the device', async () => {
		const session = await nextSession();
		await countMember(opener, session, phoneOf('A', session.id, 'Canario'), 'es');
		expect(JSON.stringify(await readMemory())).not.toMatch(/Canario|AAAAAAAAAAAAAAAA/);
		await addNamed(opener, session, 'Ana', 'es');
		expect(await renameMember(opener, number('A'), 'Ana')).toBe('Ana 2');
		expect(await names(session.id)).toEqual(['Ana 2', 'Ana']);
		await forgetMember(opener, number('A'));
		expect(await names(session.id)).toEqual([undefined, 'Ana']);
		expect((await people()).map(({ nickname }) => nickname)).toEqual(['Ana']);
		expect((await readGroup(opener)).sessions.map(manyIn)).toEqual([2]);
	});

	it('opens on another device of hers; a second time changes nothing, and both trainers know all of it', async () => {
		await takePhone('hers');
		await newPhone();
		const session = await nextSession();
		await countMember(opener, session, phoneOf('A', session.id, 'Ana'), 'es');
		await endSession(session.id);
		const copy = await readGroup(opener);
		await takePhone('the second trainer’s');
		await newPhone();
		const second = openerOf(6);
		const next = await nextSession();
		await countMember(second, next, phoneOf('A', next.id), 'es');
		await countMember(second, next, phoneOf('B', next.id, 'Omar'), 'es');
		expect(await mergeCopy(second, copy)).toEqual({ people: 0, sessions: 1 });
		const merged = await readGroup(second);
		const rows = await device.trainerRows.toArray();
		expect(await mergeCopy(second, copy)).toEqual({ people: 0, sessions: 0 });
		expect(await readGroup(second)).toEqual(merged);
		expect(await device.trainerRows.toArray()).toEqual(rows);
		expect(
			peopleAt(merged, lab.id).map(({ nickname, visits }) => [nickname, visits.length])
		).toEqual([
			['Ana', 2],
			['Omar', 1]
		]);
		await takePhone('hers');
		expect(await mergeCopy(opener, merged)).toEqual({ people: 1, sessions: 1 });
		expect(await readGroup(opener)).toEqual(merged);
	});

	it('brings nobody back who was forgotten, from no older copy', async () => {
		const session = await nextSession();
		await countMember(opener, session, phoneOf('A', session.id, 'Canario'), 'es');
		const copy = await readGroup(opener);
		await forgetMember(opener, number('A'), Date.now() + 1);
		await mergeCopy(opener, copy);
		expect(JSON.stringify(await readGroup(opener))).not.toMatch(/Canario|AAAAAAAAAAAAAAAA/);
		expect(await names(session.id)).toEqual([undefined]);
	});
});
