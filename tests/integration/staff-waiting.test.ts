/** The first page of the staff counts what waits for a person beside needs, for whoever may do something about it. */
import { beforeAll, expect, it } from 'vitest';
import { sql } from 'kysely';
import { publishIdea } from '../../src/lib/server/idea-moderation.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, seen, send } from './said-ideas.ts';
import { openBrowser } from './staff-browser.ts';
import type { Role } from '../../src/lib/domain/rights.ts';

let challenge: string;

openJoins();

beforeAll(async () => {
	challenge = await aChallenge();
});

async function waitingFor(role: Role) {
	const as = await city.addMember(`${role}-${Math.random()}@city.example`, role);
	return (await openBrowser({ as }).open('/staff')).data.waiting;
}

it('counts ideas that nobody has read, for who may publish them and nobody else', async () => {
	const { idea, id } = anIdea(challenge);
	await send(idea, anIdea(challenge).idea);
	expect(await waitingFor('moderator')).toMatchObject({ ideas: 2, undecided: 0 });
	expect(await waitingFor('coordinator')).toMatchObject({ ideas: 2 });
	expect(await waitingFor('department')).toEqual({ ideas: 0, decisions: 0, undecided: 0 });
	await publishIdea(city.db, await seen(id), { es: 'Un banco' }, { staff });
	expect(await waitingFor('moderator')).toMatchObject({ ideas: 1 });
});

it('counts challenges that are over and have no decision, and decisions that nobody was told', async () => {
	await sql`update challenges set until = '2020-01-01' where id = ${challenge}`.execute(city.db);
	expect(await waitingFor('coordinator')).toMatchObject({ undecided: 1, decisions: 0 });
	expect(await waitingFor('moderator')).toMatchObject({ undecided: 0 });
	const decision = '0195a3c2-7d10-7b3e-9f21-4c8f5d2e6a70';
	await sql`
		insert into decisions (id, made_at, changed_at, topic, outcome, cost, texts)
		values (${decision}, now(), now(), 'service', 'yes', 'none', '{}')`.execute(city.db);
	await sql`insert into decision_challenges (decision, challenge) values (${decision}, ${challenge})`.execute(
		city.db
	);
	expect(await waitingFor('coordinator')).toMatchObject({ undecided: 1, decisions: 1 });
	await sql`update decisions set published_at = now()`.execute(city.db);
	expect(await waitingFor('coordinator')).toMatchObject({ undecided: 0, decisions: 0 });
});
