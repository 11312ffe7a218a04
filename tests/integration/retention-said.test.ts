/** Words of ideas and of answers to surveys go by themselves when their time is over; never while they are public. */
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { usualRetention } from '../../src/lib/domain/retention.ts';
import { openChallenge } from '../../src/lib/server/challenges.ts';
import { joinIdea, publishIdea, refuseIdea } from '../../src/lib/server/idea-moderation.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { readRetention, runTimers, writeRetention } from '../../src/lib/server/retention.ts';
import { readResults } from '../../src/lib/server/survey-results.ts';
import { endSurvey } from '../../src/lib/server/surveys.ts';
import { anAnswer } from './asked.ts';
import { ask } from './asking.ts';
import { aWithdrawal } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, publicOf, readIdea, seen, send } from './said-ideas.ts';

openJoins();

let challenge: string;
const in_ = (months: number) => {
	const then = new Date();
	then.setUTCMonth(then.getUTCMonth() + months);
	return then;
};

beforeAll(async () => {
	challenge = await aChallenge();
});

async function said(words = 'Hortensia pide un banco', of = challenge) {
	const { idea, id } = anIdea(of, words);
	await send(idea);
	return id;
}
const publish = async (id: string) =>
	publishIdea(city.db, await seen(id), { es: 'Un banco' }, { staff });
const envelopeOf = async (id: string) =>
	(
		await city.db
			.selectFrom('submissions')
			.select('envelope')
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
	).envelope;

it('an idea that was not published loses its words a year later, and one that waits or is public keeps them', async () => {
	const [refused, waits, shown] = [await said(), await said(), await said()];
	await refuseIdea(city.db, await seen(refused), 'Nombra a Hortensia', { staff });
	await publish(shown);
	await runTimers(city.db, in_(11));
	expect(await readIdea(refused)).toMatchObject({ state: 'refused' });
	await runTimers(city.db, in_(13));
	expect(await readIdea(refused)).toMatchObject({ words: '', reason: null, state: 'withdrawn' });
	expect(await envelopeOf(refused)).toBeNull();
	await runTimers(city.db, in_(500));
	expect(await readIdea(waits)).toMatchObject({ state: 'waiting' });
	expect((await readIdea(waits)).words).not.toBe('');
	expect(await publicOf(shown)).toMatchObject({ texts: { es: 'Un banco' } });
	const log = city.db.selectFrom('activity').selectAll().where('action', '=', 'retention.taken');
	const rows = (await log.execute()).filter(({ subject }) => subject === 'retention:refusedIdeas');
	expect(rows).toHaveLength(1);
	expect(JSON.stringify(rows)).not.toContain('Hortensia');
});

it('an idea of which the city no longer knows how it was sent is taken back all the same', async () => {
	const { idea, id, secrets } = anIdea(challenge, 'Hortensia pide un banco');
	await send(idea);
	await publish(id);
	await runTimers(city.db, in_(500));
	expect(await envelopeOf(id)).toBeNull();
	await send(aWithdrawal(secrets));
	expect(await readIdea(id)).toMatchObject({ words: '', texts: {}, state: 'withdrawn' });
	expect((await publicOf(id)) ?? null).toBeNull();
});

it('all ideas of a challenge go five years after nobody can read it any more, those of the staff stay', async () => {
	const of = await aChallenge();
	const [shown, waits, same] = [
		await said('Uno', of),
		await said('Dos', of),
		await said('Tres', of)
	];
	await publish(shown);
	await joinIdea(city.db, await seen(same), shown, { staff });
	await openChallenge(city.db, { id: of, revision: 2 }, false, staff);
	await runTimers(city.db, in_(59));
	expect((await readIdea(waits)).words).toBe('Dos');
	await runTimers(city.db, in_(61));
	for (const id of [shown, waits, same]) {
		expect(await readIdea(id)).toMatchObject({ words: '', texts: {}, state: 'withdrawn' });
		expect(await envelopeOf(id)).toBeNull();
	}
	expect((await runTimers(city.db, in_(61))) >= 0).toBe(true);
});

it('words of a survey go two years after its end, and no count changes', async () => {
	const id = await ask(city.db, staff);
	const words = Array.from({ length: 6 }, () =>
		anAnswer(id, { have: 'no', why: 'Hortensia no sabe' })
	);
	await receive(city, { v: 1, submissions: words }, new Date());
	const results = () => readResults(city.db, id, { mayRead: true, endedAt: null });
	const before = await results();
	expect(before.questions[2]).toMatchObject({
		answered: 5,
		words: Array(6).fill('Hortensia no sabe')
	});
	await runTimers(city.db, in_(500));
	expect((await results()).questions[2]?.words).toHaveLength(6);
	await endSurvey(city.db, { id, edits: 1 }, staff, new Date());
	await runTimers(city.db, in_(23));
	expect((await results()).questions[2]?.words).toHaveLength(6);
	await runTimers(city.db, in_(25));
	const after = await results();
	expect(after.questions[2]?.words).toEqual([]);
	const counts = (all: typeof after) => all.questions.map(({ words: _, ...rest }) => rest);
	expect(counts(after)).toEqual(counts(before));
	const { rows } = await sql<{ text: string }>`
		select coalesce(answers::text, '') as text from survey_answers where survey = ${id}`.execute(
		city.db
	);
	expect(JSON.stringify(rows)).not.toContain('Hortensia');
});

it('runs by the city’s own times; a city that chose before there were ideas has the usual ones', async () => {
	const newer = ['refusedIdeas', 'ideas', 'answers'];
	const old = Object.entries(usualRetention.times).filter(([thing]) => !newer.includes(thing));
	const value = JSON.stringify({ times: Object.fromEntries(old), topics: {} });
	await sql`
		insert into settings (key, value) values ('retention', ${value}::jsonb)
		on conflict (key) do update set value = excluded.value`.execute(city.db);
	expect(await readRetention(city.db)).toEqual(usualRetention);
	const times = { ...usualRetention.times, refusedIdeas: 1 };
	await writeRetention(city.db, staff, { times, topics: {} }, new Date());
	const id = await said();
	await refuseIdea(city.db, await seen(id), 'No', { staff });
	await runTimers(city.db, in_(2));
	expect((await readIdea(id)).words).toBe('');
});
