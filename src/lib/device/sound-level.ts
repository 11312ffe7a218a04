/** How loud a microphone is, for the bars beside a recording. */
export interface SoundLevel {
	/** How loud it is now: 0 is silence, 1 is as loud as it gets. */
	now(): number;
	close(): void;
}

/** Measures a stream; where the browser cannot, everything is silence, and the recording goes on. */
export function measureLevel(stream: MediaStream): SoundLevel {
	try {
		const context = new AudioContext();
		const analyser = context.createAnalyser();
		analyser.fftSize = 512;
		context.createMediaStreamSource(stream).connect(analyser);
		void context.resume().catch(() => undefined);
		const waves = new Float32Array(analyser.fftSize);
		return {
			now: () => {
				analyser.getFloatTimeDomainData(waves);
				return loudnessOf(waves);
			},
			close: () => void context.close().catch(() => undefined)
		};
	} catch {
		return { now: () => 0, close: () => undefined };
	}
}

/** Root mean square; speech at arm's length is about a fifth of the full scale. */
function loudnessOf(waves: Float32Array): number {
	const power = waves.reduce((sum, wave) => sum + wave * wave, 0) / waves.length;
	return Math.min(1, Math.sqrt(power) * 5);
}
