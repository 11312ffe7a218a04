/** Whatever the timers take of one person, they take with all that came under its id, and nothing of anybody else. */
import { sql } from 'kysely';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Envelope } from '../../src/lib/domain/envelope.ts';
import { refuseIdea } from '../../src/lib/server/idea-moderation.ts';
import { lockIdeas } from '../../src/lib/server/idea-publication.ts';
import { addNote } from '../../src/lib/server/notes.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { aNeed } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, publicOf, readIdea, seen, send } from './said-ideas.ts';

openJoins();

let challenge: string;

beforeAll(async () => {
	challenge = await aChallenge();
});

const inMonths = (months: number) => {
	const then = new Date();
	then.setUTCMonth(then.getUTCMonth() + months);
	return then;
};

/** Sends it, and something else under its id. */
async function sendTwice(submission: Envelope) {
	await receive(city, { v: 1, submissions: [submission] }, new Date());
	const other = { ...submission, lang: 'ca' };
	const { results } = await receive(city, { v: 1, submissions: [other] }, new Date());
	expect(results).toMatchObject([{ result: 'conflict' }]);
	return submission.id;
}

/** What is there of how these came: the envelope, and what came under the same id. */
async function cameOf(...ids: string[]) {
	const came: { envelope: boolean; conflicts: number }[] = [];
	for (const id of ids) {
		const { rows } = await sql<{ envelope: boolean; conflicts: number }>`
			select envelope is not null as envelope,
				(select count(*)::int from conflicts where conflicts.id = submissions.id) as conflicts
			from submissions where id = ${id}`.execute(city.db);
		came.push(...rows);
	}
	return came;
}

const whole = { envelope: true, conflicts: 1 };
const gone = { envelope: false, conflicts: 0 };

describe('a timer that takes', () => {
	it('a need takes what else came under its id, and what staff noted of it', async () => {
		const [closed, open] = [await sendTwice(aNeed('Uno')), await sendTwice(aNeed('Dos'))];
		for (const need of [closed, open]) {
			await addNote(city.db, { need, staff, words: 'Hortensia, otra vez' });
		}
		await city.db
			.updateTable('needs')
			.set({ state: 'answered' })
			.where('id', '=', closed)
			.execute();
		await runTimers(city.db, inMonths(61));
		expect(await cameOf(closed, open)).toEqual([gone, whole]);
		const notes = city.db.selectFrom('need_notes').select('need');
		expect(await notes.execute()).toEqual([{ need: open }]);
	});

	it('the words under a cover takes what else came under that id', async () => {
		const [covered, other] = [
			await sendTwice(aNeed('Mi 612 345 678')),
			await sendTwice(aNeed('Mi'))
		];
		await city.db
			.updateTable('needs')
			.set({ state: 'answered', is_covered: true, covered_at: new Date() })
			.where('id', '=', covered)
			.execute();
		await runTimers(city.db, inMonths(4));
		expect(await cameOf(covered, other)).toEqual([{ envelope: true, conflicts: 0 }, whole]);
	});

	it('an idea takes what else came under its id', async () => {
		const [refused, waits] = [
			await sendTwice(anIdea(challenge, 'Uno').idea),
			await sendTwice(anIdea(challenge, 'Dos').idea)
		];
		await refuseIdea(city.db, await seen(refused), 'No', { staff });
		await runTimers(city.db, inMonths(13));
		expect(await cameOf(refused, waits)).toEqual([gone, whole]);
	});
});

describe('of ideas that stood under a refused one', () => {
	it('those whose time has not come lead again, before everybody, as they did before', async () => {
		const [leads, joined] = [anIdea(challenge, 'Uno'), anIdea(challenge, 'Dos')];
		await send(leads.idea, joined.idea);
		await refuseIdea(city.db, await seen(leads.id), 'No', { staff });
		const texts = JSON.stringify({ es: 'Un banco' });
		await sql`
			update ideas set state = 'published', texts = ${texts}::jsonb, same_as = ${leads.id},
				changed_at = ${inMonths(6)} where id = ${joined.id}`.execute(city.db);
		await runTimers(city.db, inMonths(13));
		expect(await readIdea(joined.id)).toMatchObject({ words: 'Dos', same_as: null });
		expect(await publicOf(joined.id)).toMatchObject({ texts: { es: 'Un banco' } });
	});
});

it('an idea that staff publish at that very moment keeps its words', async () => {
	const { idea, id } = anIdea(challenge, 'Un banco');
	await send(idea);
	await refuseIdea(city.db, await seen(id), 'No', { staff });
	let timers: Promise<number> | undefined;
	await city.db.transaction().execute(async (trx) => {
		await lockIdeas(trx);
		timers = runTimers(city.db, inMonths(13));
		await vi.waitFor(async () => {
			const { rows } = await sql`
				select from pg_locks where locktype = 'advisory' and not granted
					and database = (select oid from pg_database where datname = current_database())
			`.execute(city.db);
			expect(rows).toHaveLength(1);
		}, 30_000);
		await trx.updateTable('ideas').set({ state: 'published' }).where('id', '=', id).execute();
	});
	await timers;
	expect(await readIdea(id)).toMatchObject({ words: 'Un banco', state: 'published' });
});
