/**
 * Plays one sound to its end, or until it is stopped. Gives whether it could be heard.
 * @throws where the browser wants another tap first
 */
export function playSound(
	player: HTMLAudioElement,
	sound: Blob,
	stop: AbortSignal
): Promise<boolean> {
	// a whole file, so that no browser asks the worker for a part of it
	const url = URL.createObjectURL(sound);
	return new Promise<boolean>((done, failed) => {
		player.onended = () => done(true);
		player.onerror = () => done(false);
		stop.addEventListener('abort', () => {
			player.pause();
			done(true);
		});
		player.src = url;
		player.play().catch((error: DOMException) => {
			if (error.name === 'NotAllowedError') failed(error);
			else done(false);
		});
	}).finally(() => URL.revokeObjectURL(url));
}
