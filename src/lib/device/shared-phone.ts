/** Is this phone used by several people? On a phone of one's own nothing here stands in the way. */
import { herFacts, joinedFact } from './joined.ts';
import { device, readFact, writeFact } from './database.ts';
import { randomBytes } from './chance.ts';
import { toBase64Url } from '../domain/fingerprint.ts';

/** Do several people use this phone? */
export async function isShared(): Promise<boolean> {
	return (await readFact<boolean>('shared')) ?? false;
}

/** Says whether several people use this phone. */
export async function setShared(shared: boolean): Promise<void> {
	await writeFact('shared', shared);
}

/** Has somebody left anything of hers open on this phone? */
export async function isInUse(): Promise<boolean> {
	const { needs, drafts, steps, attempts, media } = device;
	const mine = [needs, drafts, steps, attempts];
	const counts = await Promise.all(mine.map((table) => table.count()));
	const readable = await media.filter(({ sealed }) => !sealed).count();
	const facts = await device.facts.bulkGet(['space', joinedFact, ...herFacts]);
	const isOpen = facts.some((fact) => fact !== undefined);
	return isOpen || readable > 0 || counts.some((count) => count > 0);
}

/** Names whoever uses the phone now; another one after each leaving. Nothing of her is in it. */
export async function presentPerson(): Promise<string> {
	return (await readFact<string>('person')) ?? 'first';
}

/** Somebody else uses the phone from now on; to be called in the transaction that clears or opens a space. */
export async function changePerson(): Promise<void> {
	await device.facts.put({ key: 'person', value: toBase64Url(randomBytes(9)) });
}
