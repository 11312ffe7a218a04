import { readAboutYou } from '../domain/about-you.ts';
import { topics } from '../domain/need.ts';
import { noPlace, type NeedFormInput } from '../domain/need-form.ts';
import { device, type NeedDraft } from './database.ts';
import { withRoom } from './room.ts';
import { presentPerson } from './shared-phone.ts';

/** Whose page this is; on a shared phone one that is left open must not write into what the next person has begun. */
let holder: string | undefined;

/** From now on this page is of whoever uses the phone now: to be called as it reads what she has begun. */
export async function noteHolder(): Promise<void> {
	holder = await presentPerson();
}

/** The need that a person has begun to tell on this phone, if any. */
export async function readDraft(): Promise<NeedDraft | undefined> {
	await noteHolder();
	return device.drafts.get('need');
}

/** Does this page still belong to whoever uses the phone? To be called within a transaction over facts too. */
export async function isStillHers(): Promise<boolean> {
	return holder === undefined || holder === (await presentPerson());
}

/**
 * On a shared phone a page that is left open must not tell or say anything where the next person finds it.
 * @throws when somebody else uses the phone by now; to be called like `isStillHers`
 */
export async function expectHers(): Promise<void> {
	if (!(await isStillHers())) throw new Error('somebody else uses this phone now');
}

/** Keeps what a person has begun to tell, as it stands in the form; each keeping replaces the one before. */
export async function keepDraft(input: NeedFormInput, now = Date.now()): Promise<void> {
	const { words, place, publish, lesson, step } = input;
	const topic = topics.find((each) => each === input.topic);
	const about = readAboutYou(input);
	const keep = async () => {
		if (!(await isStillHers())) return;
		// what it will take the place of is not in the form
		const supersedes = (await device.drafts.get('need'))?.supersedes;
		await device.drafts.put({
			name: 'need',
			...(topic && { topic }),
			words,
			...(place && { place: place === noPlace ? null : place }),
			publish,
			...(lesson && { from: { lesson, step: step || 'end' } }),
			...(about && { about }),
			...(supersedes && { supersedes }),
			changedAt: now
		});
	};
	await withRoom(() => device.transaction('rw', device.drafts, device.facts, keep));
}
