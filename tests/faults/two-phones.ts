/** Several phones in one test: the device code knows one memory, so the others' lie aside meanwhile. */
import { device } from '../../src/lib/device/database.ts';
import { newPhone } from './phone.ts';

/** All that is on a phone. */
export type Memory = Record<string, unknown[]>;

/** What is on the phone in hand, as it is. */
export async function readMemory(): Promise<Memory> {
	const memory: Memory = {};
	for (const table of device.tables) memory[table.name] = await table.toArray();
	return memory;
}

/** Lays the phone in hand aside, as it is, and takes a new one. */
export async function putAside(): Promise<Memory> {
	const memory = await readMemory();
	await newPhone();
	return memory;
}

/** Takes a phone that was laid aside in hand again; what is on the one in hand is gone. */
export async function takeUp(memory: Memory): Promise<void> {
	await newPhone();
	for (const table of device.tables) await table.bulkAdd(memory[table.name] ?? []);
}
