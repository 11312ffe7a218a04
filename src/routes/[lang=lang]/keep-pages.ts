/** Registers the worker that keeps this language's pages; tells when a new one waits to be wanted. */
export async function keepPages(
	lang: string,
	newVersionWaits: (worker: ServiceWorker) => void
): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
	// only the first page of a first visit has no worker yet
	const hasTapped = navigator.serviceWorker.controller !== null;
	const registration = await navigator.serviceWorker.register('/service-worker.js');
	const notice = () => {
		if (registration.waiting && navigator.serviceWorker.controller) {
			newVersionWaits(registration.waiting);
		}
	};
	notice();
	registration.addEventListener('updatefound', () =>
		registration.installing?.addEventListener('statechange', notice)
	);
	const ready = await navigator.serviceWorker.ready;
	ready.active?.postMessage({ keep: lang, hasTapped });
}

/** The person agreed: this page writes what it must, the new worker takes over, and the page is opened anew by it. */
export async function takeOver(worker: ServiceWorker): Promise<void> {
	const { writeLastWords } = await import('$lib/device/opening.ts');
	// a recording that runs and words that are being written come along
	await writeLastWords();
	navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
		once: true
	});
	navigator.serviceWorker.controller?.postMessage({ makeWay: true });
	worker.postMessage({ takeOver: true });
}
