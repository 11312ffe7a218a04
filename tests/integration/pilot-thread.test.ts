/** What comes of a pilot: rounds that ask how it was, the decision that rests on it, and the news of who told the need. */
import { describe, expect, it } from 'vitest';
import { readBecame } from '../../src/lib/domain/became.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { findDecision } from '../../src/lib/server/decisions.ts';
import { joinIdea, publishIdea, splitIdea } from '../../src/lib/server/idea-moderation.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { publishedSurveys } from '../../src/lib/server/surveys.ts';
import { anAnswer } from './asked.ts';
import { aWithdrawal } from './invented.ts';
import { city, Phone, staff } from './joined-needs.ts';
import { publicPages } from './public-neighbourhood.ts';
import { anIdea, readIdea, seen, send } from './said-ideas.ts';
import {
	about,
	browser,
	challenge,
	feedback,
	fields,
	need,
	openPilots,
	published,
	step,
	write
} from './trying-pilots.ts';

openPilots();

describe('rounds of feedback', () => {
	it('are surveys in eight languages, numbered, asked with their pilot, and counted so that none is known', async () => {
		const id = await write(about);
		const first = await feedback(id);
		// nobody is asked about what nobody is told
		await first.ask();
		expect(await published(first.survey)).toBeUndefined();
		const { data } = await browser.open(`/staff/surveys/${first.survey}`);
		expect(data.mistakes).toEqual([{ code: 'no-pilot' }]);
		expect(Object.values(data.missing)).toEqual(Array<number>(8).fill(0));

		await step(id, 'published');
		await first.ask();
		expect(await published(first.survey)).toMatchObject({ pilot: { id, round: 1 } });
		const second = await feedback(id);
		await second.ask();
		expect((await publicPages(about)).challenge.pilots).toMatchObject([
			{ id, feedback: second.survey }
		]);
		const asked = (await publishedSurveys(city.db)).find((each) => each.id === second.survey);
		expect(asked?.survey.title.es).toMatch(/\(2\)$/);
		const answer = { worked: 4, hard: ['time'], change: 'Más tardes' };
		const submissions = Array.from({ length: 5 }, () => anAnswer(first.survey, answer));
		submissions.push(anAnswer(second.survey, answer));
		await receive(city, { v: 1, submissions }, new Date());
		expect((await browser.open(`/staff/pilots/${id}`)).data.rounds).toMatchObject([
			{ id: first.survey, round: 1, people: 5 },
			{ id: second.survey, round: 2, people: null }
		]);
	});

	it('end with a pilot that is taken back, and cannot be asked again before it is', async () => {
		const id = await write(about);
		await step(id, 'published');
		const { survey, ask } = await feedback(id);
		await ask();
		await step(id, 'taken-back');
		expect(await published(survey)).toBeNull();
		await ask();
		expect(await published(survey)).toBeNull();
		expect((await browser.open(`/staff/pilots/${id}`)).data.rounds[0].endedAt).not.toBeNull();
		await step(id, 'published');
		await ask();
		expect(await published(survey)).toMatchObject({ pilot: { id, round: 1 } });
	});
});

describe('the thread', () => {
	const decided = {
		...{ place: '', topic: 'service', outcome: 'yes', cost: 'none' },
		...{ 'what-es': 'Abre siempre', 'when-es': 'En mayo', 'who-es': 'El centro', 'why-es': '' }
	};

	it('a decision names the pilot on which it rests, of its own challenge, while everybody may read that', async () => {
		const id = await write(about);
		await step(id, 'published');
		const other = await challenge();
		const wrong = { ...decided, challenge: other, pilot: id };
		expect(await browser.post(`/staff/decisions/new?challenge=${other}`, wrong)).toMatchObject({
			status: 409,
			data: { problems: { pilot: { code: 'decision-pilot' } }, typed: { pilot: id } }
		});
		const typed = { ...wrong, challenge: about };
		const { location } = await browser.post(`/staff/decisions/new?challenge=${about}`, typed);
		const decision = /decisions\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
		const revision = String((await findDecision(city.db, decision))?.revision);
		await browser.post(`/staff/decisions/${decision}?/publish`, { revision, public: 'yes' });
		expect(await published(decision)).toMatchObject({ pilot: id });
		expect((await browser.open(`/staff/pilots/${id}`)).data.decisions).toMatchObject([
			{ id: decision }
		]);
		await step(id, 'taken-back');
		expect(await published(decision)).not.toHaveProperty('pilot');
		expect((await findDecision(city.db, decision))?.pilot).toBe(id);
	});

	it('a joined idea is followed to the one that leads; one that its person takes back goes from it', async () => {
		const told = [anIdea(about, 'Abrir por la tarde'), anIdea(about, 'Más horas')] as const;
		await send(...told.map(({ idea }) => idea));
		const [first, other] = told;
		for (const { id } of told) {
			await publishIdea(city.db, await seen(id), { es: 'Abrir más' }, { staff });
		}
		const of = async (id: string) => (await readIdea(id)).public_id;
		const id = await write(about, { ...fields, idea: await of(first.id) });
		await step(id, 'published');
		expect(await published(id)).toMatchObject({ ideas: [await of(first.id)] });
		await joinIdea(city.db, await seen(first.id), other.id, { staff });
		expect(await published(id)).toMatchObject({ ideas: [await of(other.id)] });
		await splitIdea(city.db, await seen(first.id), { staff });
		await send(aWithdrawal(first.secrets));
		expect(await published(id)).toMatchObject({ ideas: [] });
	});

	it('whoever told the need hears that the city is trying something, and that it was taken back', async () => {
		const phone = new Phone(need);
		const heard = async () => {
			await phone.ask();
			const { became } = phone.news ?? {};
			const { envelope } = await city.db
				.selectFrom('submissions')
				.select('envelope')
				.where('id', '=', need.id)
				.executeTakeFirstOrThrow();
			const isSealed = envelope?.kind === 'need' && envelope.replyKey !== undefined;
			const key = isSealed ? need.secrets.reply : undefined;
			return readBecame(became ?? '[]', key, cryptography);
		};
		const id = await write(about);
		expect((await heard())[0]?.pilots).toEqual([]);
		await step(id, 'published');
		expect((await heard())[0]?.pilots).toMatchObject([
			{ id, words: fields['what-es'], until: '2099-12-31', ended: false }
		]);
		await step(id, 'ended');
		expect((await heard())[0]?.pilots).toMatchObject([{ id, ended: true }]);
		await step(id, 'taken-back');
		expect((await heard())[0]?.pilots).toEqual([]);
	});
});
