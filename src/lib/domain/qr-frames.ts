/**
 * A text as QR codes: one where it fits, else a loop of numbered frames,
 * `PLZ1.<set>.<i>.<n>.<crc32>.<data>`. The set is named by the hash of the whole text, so the same text makes the same
 * frames each time it is shown, and what was put together from several codes proves itself.
 */
import { crc32 } from './crc32.ts';
import { hashText } from './fingerprint.ts';

/** The longest text in one code, in characters. */
export const longestInOneCode = 2000;
/** Characters of the text in one frame: few enough for old cameras. */
export const frameLength = 900;
/** The longest text that goes by codes at all, in characters. */
export const longestInCodes = 20 * 1024;

/** How many sets are put together side by side; the one that was seen longest ago gives way. */
const mostSets = 4;
const mostFrames = Math.ceil(longestInCodes / frameLength);
const setNameLength = 4;
const pattern = /^PLZ1\.([\w-]{4})\.(\d{1,3})\.(\d{1,3})\.([0-9a-f]{8})\.([^]*)$/;

/**
 * The texts of the codes that carry a text; undefined when it is too long for codes.
 * @param text printable ASCII and line ends only, so that every camera's reader gives it back as it was
 */
export function framesOf(text: string): string[] | undefined {
	if (text.length <= longestInOneCode) return [text];
	if (text.length > longestInCodes) return undefined;
	const set = setOf(text);
	const n = Math.ceil(text.length / frameLength);
	return Array.from({ length: n }, (_, index) => {
		const data = text.slice(index * frameLength, (index + 1) * frameLength);
		const numbered = `${set}.${index + 1}.${n}`;
		return `PLZ1.${numbered}.${crc32(`${numbered}.${data}`)}.${data}`;
	});
}

/** The frames of one text that were seen so far: `null` for those that were not. */
export type FrameSet = { set: string; frames: (string | null)[] };

/** What was seen of all texts, the latest first; begins empty. */
export type Assembly = readonly FrameSet[];

/** What a code brought: a whole text, the next part of one, or nothing. */
export type CodeRead =
	| { assembly: Assembly; text: string }
	| { assembly: Assembly; seen: number; of: number }
	| { assembly: Assembly; unreadable: true };

/**
 * Takes a code that a camera has read. Frames come in any order, again, and mixed with those of another phone. A code that
 * is no frame is a whole text.
 */
export function takeCode(assembly: Assembly, code: string): CodeRead {
	if (!code.startsWith('PLZ1.')) return { assembly, text: code };
	const frame = frameIn(code);
	if (!frame) return { assembly, unreadable: true };
	const { set, index, n, data } = frame;
	const isSame = (each: FrameSet) => each.set === set && each.frames.length === n;
	const known = assembly.find(isSame)?.frames ?? Array.from({ length: n }, () => null);
	const frames = known.map((had, at) => (at === index ? (had ?? data) : had));
	const others = assembly.filter((each) => !isSame(each));
	const seen = frames.filter((each) => each !== null).length;
	if (seen < n) {
		return { assembly: [{ set, frames }, ...others].slice(0, mostSets), seen, of: n };
	}
	const text = frames.join('');
	if (setOf(text) !== set) return { assembly: others, unreadable: true };
	return { assembly: others, text };
}

function frameIn(code: string) {
	const [, set = '', i = '', count = '', crc = '', data = ''] = pattern.exec(code) ?? [];
	const index = Number(i) - 1;
	const n = Number(count);
	const fits = n >= 1 && n <= mostFrames && index >= 0 && index < n && data.length <= frameLength;
	return fits && crc32(`${set}.${i}.${count}.${data}`) === crc
		? { set, index, n, data }
		: undefined;
}

function setOf(text: string): string {
	return hashText(text).slice(0, setNameLength);
}
