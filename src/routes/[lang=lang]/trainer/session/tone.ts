/** A short tone for each person: the trainer need not look at the screen. High for somebody new, low for who was there. */
export function toneMaker(): { sound: (isNew: boolean) => void; close: () => void } {
	// opened after the tap that opens the scanner, or browsers keep it silent
	const audio = 'AudioContext' in globalThis ? new AudioContext() : undefined;
	return {
		sound(isNew) {
			if (!audio) return;
			const source = audio.createOscillator();
			const volume = audio.createGain();
			volume.gain.value = 0.2;
			source.frequency.value = isNew ? 880 : 440;
			source.connect(volume).connect(audio.destination);
			source.start();
			source.stop(audio.currentTime + 0.12);
		},
		close: () => void audio?.close()
	};
}
