/** A city that asks for time gets it; what brings it down goes alone and last, and the others arrive. */
import {
	city,
	everythingOf,
	expectKept,
	heal,
	openAnsweredPhone,
	tell,
	trackOf
} from './answered-phone.ts';
import { answerInstead, page, silence, type Asked, type Rule } from './answering.ts';
import { connect } from './phone.ts';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { sync, type Sending } from '../../src/lib/device/sync.ts';

openAnsweredPhone();

describe('F8: a city that asks for time', () => {
	/** Said when it is asked: a moment that was named when the tests began comes nearer while they run. */
	const inFuture = (seconds: number) => () => new Date(Date.now() + seconds * 1000).toUTCString();
	const hour = 3_600_000;
	const asked: [string, string | (() => string) | undefined, least: number, most: number][] = [
		['says nothing', undefined, 2_500, 5_000],
		['says 2 minutes', '120', 120_000, 120_000],
		['names a moment', inFuture(300), 240_000, 300_000],
		['names a moment that is over', inFuture(-300), 2_500, 5_000],
		['says nothing sensible', 'soon', 2_500, 5_000],
		['says less than nothing', '-5', 2_500, 5_000],
		['says a number that is none', '1e99', 2_500, 5_000],
		['says ten years', '315360000', hour, hour],
		['names a day in ten years', inFuture(315_360_000), hour, hour],
		['says more than a number holds', '9'.repeat(400), 2_500, hour]
	];
	const doors: [string, (asked: Asked) => boolean][] = [
		['words', ({ method }) => method === 'POST'],
		['media', ({ method }) => method === 'PUT']
	];
	describe.each(doors)('of %s', (_, isMeant) => {
		it.each(asked)('%s (429, 503)', async (_, said, least, most) => {
			for (const status of [429, 503]) {
				const id = await tell(true);
				const header = typeof said === 'function' ? said() : said;
				const headers = header === undefined ? undefined : { 'retry-after': header };
				let requests = 0;
				answerInstead(city.door.url, (each) => {
					if (!isMeant(each)) return undefined;
					requests++;
					return page(status, headers);
				});
				await device.facts.delete('failures');
				const { outcome, delay } = (await sync()) as Sending & { delay: number };
				expect(outcome).toBe('no-answer');
				expect(delay).toBeGreaterThanOrEqual(least);
				expect(delay).toBeLessThanOrEqual(most);
				// whoever asks for time is not asked again at once
				if (header && least >= 120_000) expect(requests).toBe(1);
				// *Send now* waits for nothing
				connect(city.door.url);
				expect(await sync()).toEqual({ outcome: 'done' });
				expect(await trackOf(id)).toBe('sent');
			}
		});
	});
});

describe('F31: a submission that brings the city down', () => {
	const cut = () => {
		throw new TypeError('fetch failed');
	};
	const problem = (status: number, type: string) => () =>
		Response.json({ type, title: 'x', detail: 'x' }, { status });
	const poisons: [string, Rule, cycles?: number][] = [
		['always hangs', silence],
		['always cuts the line', cut],
		['always ends in 500', () => page(500)],
		['always ends in 502 by its proxy', () => page(502)],
		['always ends in 503, and asks for time', () => page(503, { 'retry-after': '1' }), 3],
		['is always refused with a problem that nobody knows', problem(422, '/problems/moon')],
		['is always refused as malformed', problem(400, '/problems/malformed')],
		['always ends in an answer of somebody else', () => Response.json({ hello: 'world' })],
		['always ends in an empty answer', () => new Response(null)]
	];
	it.each(poisons)(
		'%s: the others arrive, it waits with a reason',
		async (_, poison, cycles = 1) => {
			const ill = await tell();
			const before = await everythingOf(ill);
			const others = [await tell(), await tell(true), await tell()];
			const rule = poison === silence ? silenceGivenUp() : poison;
			answerInstead(city.door.url, (asked) => (asked.ids.includes(ill) ? rule(asked) : undefined));
			// one that asks for time gets it twice
			for (let cycle = 0; cycle < cycles; cycle++) await sync();
			expect(await left(others)).toBe(0);
			for (let cycle = 0; cycle < 12; cycle++) await sync();
			expect(await trackOf(ill)).toBe('needs-you');
			expect((await device.outbox.get(ill))?.problem).toMatch(/^(not-taken|rejected|malformed)$/);
			await expectKept(ill, before);
			const later = await tell();
			expect(await sync()).toEqual({ outcome: 'done' });
			expect(await trackOf(later)).toBe('sent');
			await heal(ill);
		}
	);

	it.each<[string, Rule, number]>([
		['a city that refuses it', problem(422, '/problems/moon'), 3],
		['a line that breaks with it', cut, 10]
	])('%s is tried often enough before it waits for her', async (_, poison, tries) => {
		const ill = await tell();
		answerInstead(city.door.url, (asked) => (asked.ids.includes(ill) ? poison(asked) : undefined));
		const reason = async () => (await device.outbox.get(ill))?.problem;
		for (let time = 1; time < tries; time++) {
			expect((await sync()).outcome).toBe('no-answer');
			expect(await reason()).toBeUndefined();
		}
		await sync();
		expect(await reason()).toBeDefined();
		expect(await sync()).toEqual({ outcome: 'done' });
	});

	it('at its database, really: it waits, the others arrive, and later it arrives', async () => {
		const ill = await tell();
		const others = [await tell(), await tell(), await tell()];
		await sql`
			create function die() returns trigger language plpgsql as $$
			begin if new.id = ${sql.lit(ill)} then raise exception 'poison' using errcode = '53100'; end if; return new; end $$`.execute(
			city.db
		);
		await sql`create trigger die before insert on submissions for each row execute function die()`.execute(
			city.db
		);
		// the city asks for time twice before the phone looks whose fault it is
		for (let cycle = 0; cycle < 3; cycle++) await sync();
		expect(await left(others)).toBe(0);
		for (let cycle = 0; cycle < 10; cycle++) await sync();
		expect((await device.outbox.get(ill))?.problem).toBe('not-taken');
		await sql`drop function die cascade`.execute(city.db);
		await heal(ill);
	});

	/** Silence that a phone gives up at once, where others wait 30 seconds: by the very wait that it began for this request. */
	function silenceGivenUp(): Rule {
		const { setTimeout: patient } = globalThis;
		let giveUp: (() => void) | undefined;
		vi.stubGlobal(
			'setTimeout',
			(work: (...all: unknown[]) => void, time = 0, ...more: unknown[]) => {
				if (time >= 30_000) giveUp = work;
				return patient(work, time, ...more);
			}
		);
		return (asked) => {
			const answer = silence(asked);
			giveUp?.();
			return answer;
		};
	}

	async function left(ids: string[]): Promise<number> {
		const tracks = await Promise.all(ids.map(trackOf));
		return tracks.filter((track) => track !== 'sent').length;
	}
});
