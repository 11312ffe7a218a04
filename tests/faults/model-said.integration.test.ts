/**
 * A model of what is said of the neighbourhood and learnt: ideas with and without a voice, Me toos and opinions, taken back
 * and said otherwise, and steps of lessons, while lines, phones and cities do whatever they do. In the end each is at the city once, as it was said last.
 */
import { connect, dieAfter, faults, newPhone, restart, type Fault } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { codesOfIdeas } from '../../src/lib/device/idea-news.ts';
import { takeIdeaBack, tellIdea } from '../../src/lib/device/ideas.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { sayOpinion } from '../../src/lib/device/opinions.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { makeCard, openSpace, presentSpace } from '../../src/lib/device/spaces.ts';
import { saySupport } from '../../src/lib/device/supports.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { ideaOwner } from '../../src/lib/domain/media.ts';
import type { OpinionKind } from '../../src/lib/domain/opinion.ts';
import type { Card } from '../../src/lib/domain/space.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';

/** How many histories are tried; `npm run test:faults` tries more. */
const histories = Number(process.env['PLAZA_HISTORIES'] ?? 15);
/** It stands in the title: the same seed plays the same histories. */
const seed = Number(process.env['PLAZA_SEED'] ?? Date.now() % 1_000_000);
const city = cityWithDoor();
const [challenge, round] = [newId(), newId()];
const things = [newId(), newId()] as const;

/** What was said, by id of the idea, thing, and statement, and the steps that were learnt. */
type Model = {
	ideas: Map<string, { words: string; voice: Buffer | undefined; taken: boolean }>;
	supports: Map<string, boolean>;
	opinions: Map<string, OpinionKind>;
	learnt: Set<string>;
};
type Phone = { card: Card | undefined };

const command = (
	name: string,
	run: (model: Model, phone: Phone) => Promise<void>
): fc.AsyncCommand<Model, Phone> => ({ check: () => true, run, toString: () => name });

const tell = (withVoice: boolean) =>
	command(`an idea ${withVoice ? 'aloud' : ''}`, async ({ ideas }) => {
		const bytes = withVoice ? Buffer.concat([voice, Buffer.from(String(ideas.size))]) : undefined;
		const owner = ideaOwner(challenge);
		if (bytes) await keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { owner });
		const words = `Idea ${ideas.size}`;
		await tellIdea({ challenge, words, people: 1, publish: true }, 'es');
		const made = (await codesOfIdeas()).find(({ id }) => !ideas.has(id));
		ideas.set(made?.id ?? '', { words, voice: bytes, taken: false });
	});

const takeBack = (nth: number) =>
	command(`take back ${nth}`, async ({ ideas }) => {
		const standing = [...ideas].filter(([, { taken }]) => !taken);
		const [id, idea] = standing[nth % Math.max(1, standing.length)] ?? [];
		if (!id || !idea) return;
		await takeIdeaBack(id, 'es');
		idea.taken = true;
	});

const support = (nth: number, supports: boolean) =>
	command(`Me too ${nth} ${supports}`, async (model) => {
		const thing = things[nth % 2] ?? '';
		await saySupport(thing, supports, 'es');
		model.supports.set(thing, supports);
	});

const think = (statement: string, opinion: OpinionKind) =>
	command(`${opinion} with ${statement}`, async ({ opinions }) => {
		await sayOpinion({ round, statement, opinion }, 'es');
		opinions.set(statement, opinion);
	});

const learn = (step: string) =>
	command(`learn ${step}`, async ({ learnt }) => {
		await keepStep('scam-messages/parcel-fee', { step }, 'es');
		learnt.add(step);
	});

const send = (planned: Fault[]) =>
	command(`send (${planned.join(', ')})`, async () => {
		connect(city.door.url, planned.slice());
		await sync(crypt);
	});

const dieWhileSending = (after: number) =>
	command(`die after ${after} requests`, async () => {
		dieAfter(city.door.url, after);
		await sync(crypt).catch(() => undefined);
		await restart();
	});

const leaveAndComeBack = command('leave, and come back with the card', async (_, phone) => {
	if (!(await presentSpace())) phone.card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
	await leave(crypt);
	connect(city.door.url);
	await sync(crypt);
	if (phone.card) expect(await openSpace(crypt, phone.card, '2580')).toBe('opened');
});

/** The city loses all Me toos, opinions and progress, and what else came lately, as after a restore. */
const restore = command('the city is restored', async () => {
	await cleaningEnded();
	await sql`truncate supports, opinions, progress, withdrawn`.execute(city.db);
	await sql`
		delete from submissions where kind in ('support', 'opinion', 'progress', 'withdrawal')`.execute(
		city.db
	);
	const { rows } = await sql<{ id: string }>`
		select id from submissions order by received_at desc limit 2`.execute(city.db);
	const ids = rows.map(({ id }) => id);
	await sql`delete from media where submission = any(${ids}::uuid[])`.execute(city.db);
	await sql`delete from ideas where id = any(${ids}::uuid[])`.execute(city.db);
	await sql`delete from submissions where id = any(${ids}::uuid[])`.execute(city.db);
	await setEpoch(city.db);
});

const anyFault = fc.constantFrom(...faults);
const steps = fc.commands(
	[
		fc.boolean().map(tell),
		fc.nat(3).map(takeBack),
		fc.tuple(fc.nat(1), fc.boolean()).map(([nth, supports]) => support(nth, supports)),
		fc
			.tuple(fc.constantFrom('s1', 's2'), fc.constantFrom('agree', 'disagree', 'pass'))
			.map(([statement, opinion]) => think(statement, opinion)),
		fc.constantFrom('look', 'try').map(learn),
		fc.array(anyFault, { maxLength: 5 }).map(send),
		fc.array(anyFault, { maxLength: 5 }).map(send),
		fc.nat(4).map(dieWhileSending),
		fc.constant(command('restart', restart)),
		fc.constant(leaveAndComeBack),
		fc.constant(restore)
	],
	{ maxCommands: 14 }
);

const votes = { agree: 1, disagree: -1, pass: 0 };

/** The line is well again: within a few sendings everything is where it belongs, and nothing twice. */
async function heal({ ideas, supports, opinions, learnt }: Model): Promise<void> {
	connect(city.door.url);
	for (let time = 0; time < 4; time++) await sync(crypt);
	expect(await device.outbox.toArray()).toEqual([]);
	const { db } = city;
	expect(await db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
	const rows = await db.selectFrom('ideas').selectAll().execute();
	expect(rows.filter(({ id }) => !ideas.has(id))).toEqual([]);
	for (const [id, { words, taken, voice }] of ideas) {
		const here = rows.filter((row) => row.id === id);
		const media = await db
			.selectFrom('media')
			.select('shown')
			.where('submission', '=', id)
			.execute();
		if (taken) {
			expect([here.every((row) => row.words === ''), media]).toEqual([true, []]);
			continue;
		}
		expect(here, `${words} is lost`).toMatchObject([{ words, state: 'waiting' }]);
		expect(media).toHaveLength(voice ? 1 : 0);
		const path = pathOf(city.door.city.dataFolder, media[0]?.shown ?? '');
		if (voice) expect(readFileSync(path)).toEqual(voice);
	}
	const wanted = await db.selectFrom('supports').select(['thing', 'supports']).execute();
	expect(wanted.map((row) => `${row.thing} ${row.supports}`).sort()).toEqual(
		[...supports].map(([thing, isWanted]) => `${thing} ${isWanted}`).sort()
	);
	const thought = await db.selectFrom('opinions').select(['statement', 'vote']).execute();
	expect(thought.map((row) => `${row.statement} ${row.vote}`).sort()).toEqual(
		[...opinions].map(([statement, opinion]) => `${statement} ${votes[opinion]}`).sort()
	);
	const steps = await db.selectFrom('progress').select('step').execute();
	expect(steps.map(({ step }) => step).sort()).toEqual([...learnt].sort());
}

it(`in ${histories} histories of any kind nothing that was said is lost or doubled (PLAZA_SEED=${seed})`, async () => {
	await fc.assert(
		fc.asyncProperty(steps, async (commands) => {
			await cleaningEnded();
			await sql`truncate submissions, conflicts, withdrawn, ideas, supports, opinions, progress, erased cascade`.execute(
				city.db
			);
			await newPhone();
			connect(city.door.url);
			await sync(crypt);
			const model: Model = {
				ideas: new Map(),
				supports: new Map(),
				opinions: new Map(),
				learnt: new Set()
			};
			await fc.asyncModelRun(() => ({ model, real: { card: undefined } }), commands);
			await heal(model);
		}),
		{
			numRuns: histories,
			verbose: 1,
			seed
		}
	);
}, 600_000);
