// Needs of people, joined and split by staff, and phones that ask for what is new.
import { afterAll, beforeAll, expect } from 'vitest';
import type { NeedState } from '../../src/lib/domain/need.ts';
import { isNeedNews, type News } from '../../src/lib/domain/sync.ts';
import { joinNeeds, splitNeed } from '../../src/lib/server/joins.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

export let city: StaffCity;
export let staff: string;

export type Told = { id: string; secrets: ReturnType<typeof newSecrets> };

export let clock = Date.now();

/** Each is received a moment after the one before. */
export async function tell(words = 'Falta una rampa en la biblioteca'): Promise<Told> {
	const secrets = newSecrets();
	const need = aNeed(words, { secrets });
	await receive(city, { v: 1, submissions: [need] }, new Date(clock++));
	return { id: need.id, secrets };
}

export const read = (id: string) =>
	city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

export async function join(need: Told, to: Told) {
	const seen = (await read(need.id)).changed_at;
	const rootOf = async (id: string) =>
		city.db.selectFrom('needs').selectAll().where('id', '=', id).executeTakeFirst();
	const other = await rootOf(to.id);
	const root = other?.joined_to ? await rootOf(other.joined_to) : other;
	const seenTo = root?.changed_at ?? seen;
	return joinNeeds(city.db, { need: need.id, to: to.id, staff, seen, seenTo });
}

export async function split(need: Told) {
	return splitNeed(city.db, { need: need.id, staff, seen: (await read(need.id)).changed_at });
}

export async function step(need: Told, to: NeedState, words?: string) {
	const reply = words === undefined ? {} : { reply: { words, lang: 'es' } };
	const seen = (await read(need.id)).changed_at;
	return takeStep(city.db, { need: need.id, to, staff, seen, ...reply });
}

export const answer = (need: Told, words: string) => step(need, 'answered', words);
export const withdraw = (need: Told) =>
	receive(city, { v: 1, submissions: [aWithdrawal(need.secrets)] }, new Date());

/** A phone that asks as phones do: only for what is new since it asked last, and keeps the newest word of each need. */
export class Phone {
	news: News | undefined;
	since: string | undefined;
	readonly need: Told;
	constructor(need: Told) {
		this.need = need;
	}
	async ask() {
		const { since } = this;
		const request = { v: 1 as const, submissions: [], watch: [this.need.secrets.watch] };
		const answer = await receive(city, { ...request, ...(since && { since }) }, new Date());
		this.since = answer.cursor;
		const [news] = answer.replies.filter(isNeedNews);
		this.news = news ?? this.news;
		return {
			state: this.news?.state,
			words: this.news?.messages.map(({ words }) => words) ?? []
		};
	}
}

export const failure = (problem: string) => expect.objectContaining({ problem });

/** Before the tests of a file a city opens, with one member of its staff; it closes after them. */
export function openJoins(): void {
	beforeAll(async () => {
		city = await openStaffCity();
		staff = (await city.addMember('ana@city.example')).id;
	});
	afterAll(() => city.close());
}
