/** Share pictures as they were drawn last: a network asks for one again for every person who shares its link. */
import { drawSharePicture, type SharePicture } from './draw.ts';

/** Some twenty kilobytes each: those of all challenges in three languages. */
const most = 100;

const drawn = new Map<string, Promise<Buffer<ArrayBuffer>>>();
/** One is drawn after the other: however many are asked for, the city has hands free for people. */
let last: Promise<unknown> = Promise.resolve();

/** The picture with this tag, drawn when it is asked for first. */
export function drawnOnce(tag: string, picture: SharePicture): Promise<Buffer<ArrayBuffer>> {
	const known = drawn.get(tag);
	if (known) return known;
	const made = last.catch(() => {}).then(() => drawSharePicture(picture));
	last = made;
	drawn.set(tag, made);
	made.catch(() => drawn.delete(tag));
	const [oldest] = drawn.keys();
	if (drawn.size > most && oldest) drawn.delete(oldest);
	return made;
}
