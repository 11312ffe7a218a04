/** The people of a trainer's group and their visits, for tests. */
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { personOf } from '../../src/lib/domain/member.ts';
import type { Group, KeptMember } from '../../src/lib/domain/trainer-group.ts';

export const lab = '0190b6a0-0000-7000-8000-000000000001';
export const other = '0190b6a0-0000-7000-8000-000000000002';
export const number = (n: number) => toBase64Url(new Uint8Array(12).fill(n));
export const day = 24 * 60 * 60_000;
export const sessionOn = (n: number) => makeId(n * day, new Uint8Array(10).fill(n));

/** Somebody whom the trainer knows. */
export const member = (n: number, more: Partial<KeptMember> = {}): KeptMember => ({
	...{ member: number(n), lab, hasCard: false, madeAt: 1, changedAt: 1 },
	...more
});
/** A session on a day of the year 1970, with the people who were there. */
export const visited = (n: number, people: number[], at = lab) => {
	const id = sessionOn(n);
	return {
		...{ id, lab: at, labName: 'Raval', modules: ['scam-messages'] },
		people: people.map((one) => ({
			...{ session: id, person: personOf(number(one), id), member: number(one), at: n * day }
		}))
	};
};
/** A group that has some of it. */
export const group = (some: Partial<Group>): Group => ({
	...{ members: [], sessions: [], forgotten: [] },
	...some
});
