import type { Table } from 'dexie';

type Hook = (name: string, act?: () => void) => { unsubscribe(act: () => void): void };

/** Meanwhile a table of the phone's memory takes nothing more, changes nothing, or lets nothing go. */
export async function withFull(
	table: Table,
	change: 'creating' | 'updating' | 'deleting',
	work: () => Promise<unknown>
): Promise<void> {
	const isFull = () => {
		throw new Error('the phone is full');
	};
	const hook = table.hook as unknown as Hook;
	hook(change, isFull);
	try {
		await work();
	} finally {
		hook(change).unsubscribe(isFull);
	}
}
