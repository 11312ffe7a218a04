/** Processor time of running programs, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of processor time that these processes, and their children that have ended, have used. */
export function processorSeconds(pids: number[]): number {
	const ticks = pids.map((pid) => {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
	});
	return ticks.reduce((sum, each) => sum + each, 0) / 100;
}

/** The database's processes: the one with this id, and its children. */
export function family(parent: number): number[] {
	const children = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => {
			try {
				return readFileSync(`/proc/${name}/stat`, 'latin1').match(`\\) [A-Z] ${parent} `);
			} catch {
				return false;
			}
		});
	return [parent, ...children.map(Number)];
}
