/** The phone's microphone: opened with the person's yes, watched, and let go. */

/** Why it cannot be used: the person or the phone said no, or it is missing or in other hands. */
export type MicrophoneProblem = 'refused' | 'no-microphone';

/** Milliseconds for which it may fall silent, between two headsets say. */
const longestMute = 1_500;

/** Opens the microphone; the browser asks the person where she has not answered yet. */
export async function openMicrophone(): Promise<MediaStream | MicrophoneProblem> {
	try {
		return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
	} catch (error) {
		const { name } = error as { name?: unknown };
		return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'no-microphone';
	}
}

/** Tells when the microphone is taken away, or the page, or the phone falls asleep. Gives the way to stop. */
export function watchMicrophone(stream: MediaStream, gone: () => void): () => void {
	const [track] = stream.getAudioTracks();
	let muted: ReturnType<typeof setTimeout> | undefined;
	const mute = () => {
		clearTimeout(muted);
		muted = setTimeout(gone, longestMute);
	};
	const unmute = () => clearTimeout(muted);
	const look = () => {
		if (document.visibilityState === 'hidden') gone();
	};
	track?.addEventListener('ended', gone);
	track?.addEventListener('mute', mute);
	track?.addEventListener('unmute', unmute);
	document.addEventListener('visibilitychange', look);
	addEventListener('pagehide', gone);
	return () => {
		unmute();
		track?.removeEventListener('ended', gone);
		track?.removeEventListener('mute', mute);
		track?.removeEventListener('unmute', unmute);
		document.removeEventListener('visibilitychange', look);
		removeEventListener('pagehide', gone);
	};
}

/** Lets the microphone go, so that its light goes out. */
export function closeMicrophone(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
