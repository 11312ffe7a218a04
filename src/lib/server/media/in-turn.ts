const turns = new Map<string, Promise<unknown>>();

/** Does work on one name at a time: whoever comes later waits for those before. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
	const before = turns.get(name) ?? Promise.resolve();
	const mine = before.then(work, work);
	turns.set(name, mine);
	try {
		return await mine;
	} finally {
		if (turns.get(name) === mine) turns.delete(name);
	}
}
