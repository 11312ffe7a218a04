/** Signals of a terminal reach Plaza directly and once more through npm: within this time they are one order. */
const ONE_ORDER = 1_000;

export interface OrderToStop {
	/** aborted as soon as the order is given */
	signal: AbortSignal;
	/** settles when the order is given */
	given: Promise<unknown>;
	/** the process that started Plaza was killed, and a new one may be waiting for the data folder */
	readonly orphaned: boolean;
}

/** Listens for Ctrl-C, SIGTERM, a closed terminal and the end of the parent process. A second order ends at once. */
export function orderToStop(): OrderToStop {
	const controller = new AbortController();
	const { promise, resolve } = Promise.withResolvers<unknown>();
	let orderedAt = 0;
	let orphaned = false;
	const order = () => {
		if (controller.signal.aborted && Date.now() - orderedAt > ONE_ORDER) process.exit(1);
		if (controller.signal.aborted) return;
		orderedAt = Date.now();
		controller.abort();
		resolve(undefined);
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, order);
	process.once('disconnect', () => {
		orphaned = true;
		order();
	});
	return {
		signal: controller.signal,
		given: promise,
		get orphaned() {
			return orphaned;
		}
	};
}
