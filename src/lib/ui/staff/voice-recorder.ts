/** Records a member of the staff in her browser, as a file like one that she could choose. Nothing is kept until it is sent. */

/** What was said, and how it ended: by her, after the longest time, or because the microphone went away. */
export interface Spoken {
	file: File;
	seconds: number;
	why: 'stopped' | 'longest' | 'taken';
}

/** A recording that runs. */
export interface RunningVoice {
	/** How long it is by now. */
	seconds(): number;
	/** Ends it. */
	stop(): void;
	/** Undefined when it was so short that nothing can have been said. */
	ended: Promise<Spoken | undefined>;
}

/** The longest words of an answer, read slowly. */
export const longestSpoken = 180;

/** Speech stays clear, and 100 seconds are what phones fetch unasked. */
const bitsPerSecond = 24_000;
const shortest = 0.5;
const wantedTypes = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Can this browser record, and put the file into a form? Pages without HTTPS cannot. */
export function canRecord(): boolean {
	return (
		typeof MediaRecorder !== 'undefined' &&
		Boolean(navigator.mediaDevices?.getUserMedia) &&
		wantedTypes.some((type) => MediaRecorder.isTypeSupported(type))
	);
}

/** Begins to record; the browser asks her where she has not answered yet. */
export async function recordVoice(
	longest = longestSpoken
): Promise<RunningVoice | 'refused' | 'no-microphone'> {
	let stream: MediaStream;
	try {
		stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
	} catch (error) {
		const { name } = error as { name?: unknown };
		return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'no-microphone';
	}
	try {
		return run(stream, longest);
	} catch {
		letGo(stream);
		return 'no-microphone';
	}
}

function run(stream: MediaStream, longest: number): RunningVoice {
	const mimeType = wantedTypes.find((type) => MediaRecorder.isTypeSupported(type)) ?? '';
	const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bitsPerSecond });
	const parts: Blob[] = [];
	let why: Spoken['why'] = 'taken';
	const begun = performance.now();
	const seconds = () => Math.min(longest, (performance.now() - begun) / 1000);
	const end = (reason: Spoken['why']) => {
		if (recorder.state === 'inactive') return;
		why = reason;
		recorder.stop();
	};
	const timer = setTimeout(() => end('longest'), longest * 1000);
	const ended = new Promise<Spoken | undefined>((resolve) => {
		recorder.ondataavailable = ({ data }) => parts.push(data);
		recorder.onerror = () => end('taken');
		recorder.onstop = () => {
			clearTimeout(timer);
			letGo(stream);
			const said = seconds();
			const type = mimeType.split(';')[0] ?? '';
			const file = new File(parts, `voice.${type.split('/')[1]}`, { type });
			resolve(said < shortest || file.size === 0 ? undefined : { file, seconds: said, why });
		};
	});
	recorder.start();
	return { seconds, stop: () => end('stopped'), ended };
}

/** So that the light of the microphone goes out. */
function letGo(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}
