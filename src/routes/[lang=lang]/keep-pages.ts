/** Registers the worker that keeps this language's pages; tells when a new one waits to be wanted. */
export async function keepPages(
	lang: string,
	newVersionWaits: (worker: ServiceWorker) => void
): Promise<void> {
	if (!('serviceWorker' in navigator)) return;
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
	ready.active?.postMessage({ keep: lang });
}

/** The person agreed: the new worker takes over, and this page is opened anew by it. */
export function takeOver(worker: ServiceWorker): void {
	navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
		once: true
	});
	worker.postMessage({ takeOver: true });
}
