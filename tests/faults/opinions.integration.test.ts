/** Opinions on a phone: no tap is forgotten, and on a shared phone the next person sees nothing of the last one's. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { followOpinions, sayOpinion, type OwnOpinions } from '../../src/lib/device/opinions.ts';
import { isInUse } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { OpinionKind } from '../../src/lib/domain/opinion.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { readOpinions } from '../../src/lib/server/opinions.ts';
import { newId } from '../integration/invented.ts';

const city = cityWithDoor();
let round: string;

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	// every phone has met its city once
	await sync();
	round = newId();
});

const say = (statement: string, opinion: OpinionKind, now?: number, of = round) =>
	sayOpinion({ round: of, statement, opinion }, 'es', now);
/** As the page shows it. */
const shown = () =>
	new Promise<OwnOpinions>((done) => {
		const stop = followOpinions(round, (own) => {
			done(own);
			queueMicrotask(() => stop());
		});
	});
const counted = async (of = round) =>
	(await readOpinions(city.db, of, ['s1', 's2', 's3'])).map(({ person, ...said }) => ({
		...{ person, said: `${said.statement} ${said.vote}` }
	}));

describe('whoever says what she thinks', () => {
	it('to many statements with taps at once: each is kept and told, of one person in the round, of another in the next', async () => {
		const other = newId();
		await Promise.all([say('s1', 'agree'), say('s2', 'disagree'), say('s3', 'pass')]);
		await say('s1', 'agree', undefined, other);
		expect(await shown()).toEqual({
			opinions: { s1: 'agree', s2: 'disagree', s3: 'pass' },
			sent: false
		});
		await sync();
		const here = await counted();
		expect(here.map(({ said }) => said).sort()).toEqual(['s1 1', 's2 -1', 's3 0']);
		expect(new Set(here.map(({ person }) => person)).size).toBe(1);
		expect((await counted(other))[0]?.person).not.toBe(here[0]?.person);
		expect((await shown()).sent).toBe(true);
	});

	it('and thinks otherwise, before the city has heard it or after, counts once, though the clock goes back', async () => {
		await say('s1', 'agree', 1_000);
		await say('s1', 'disagree', 500);
		expect(await device.outbox.count()).toBe(1);
		await sync();
		await say('s1', 'pass', 400);
		await sync();
		expect((await counted()).map(({ said }) => said)).toEqual(['s1 0']);
	});
});

describe('on a shared phone', () => {
	it('the next person finds nothing of it, what waited arrives, and she counts as another one', async () => {
		await say('s1', 'agree');
		expect(await isInUse()).toBe(true);
		expect(await leave(crypt)).toBe('left');
		expect((await shown()).opinions).toEqual({});
		expect(JSON.stringify(await device.outbox.toArray())).not.toContain(round);
		await say('s1', 'disagree');
		await sync();
		const said = await counted();
		expect(said.map((each) => each.said).sort()).toEqual(['s1 -1', 's1 1']);
		expect(new Set(said.map(({ person }) => person)).size).toBe(2);
	});

	it('whoever has a card finds it again, and goes on as the same person', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await say('s1', 'agree');
		await leave(crypt);
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await shown()).toEqual({ opinions: { s1: 'agree' }, sent: true });
		await say('s1', 'pass');
		await say('s2', 'agree');
		await sync();
		const said = await counted();
		expect(said.map((each) => each.said).sort()).toEqual(['s1 0', 's2 1']);
		expect(new Set(said.map(({ person }) => person)).size).toBe(1);
	});
});
