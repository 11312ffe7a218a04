import { device, type NeedDraft } from './database.ts';

/** The need that a person has begun to tell on this phone, if any. */
export async function readDraft(): Promise<NeedDraft | undefined> {
	return device.drafts.get('need');
}

/** Keeps what a person has begun to tell; each keeping replaces the one before. */
export async function keepDraft(
	draft: Omit<NeedDraft, 'name' | 'changedAt'>,
	now = Date.now()
): Promise<void> {
	await device.drafts.put({ ...draft, name: 'need', changedAt: now });
}
