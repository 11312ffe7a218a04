/** Boxes that cover a part of a photo: in hundredths of its width and height, so that they fit it at any size. */
import * as v from 'valibot';

/** More boxes than this cover a photo as one does. */
export const mostBoxes = 20;

const part = (least: number, most: number) =>
	v.pipe(v.number('box'), v.minValue(least, 'box'), v.maxValue(most, 'box'));

/** A corner (from the left and the top of the picture, also in Arabic) and a size, in hundredths of the picture. */
const photoBoxSchema = v.strictObject({
	x: part(0, 99.9),
	y: part(0, 99.9),
	width: part(0.1, 100),
	height: part(0.1, 100)
});

export type PhotoBox = v.InferOutput<typeof photoBoxSchema>;

/** The boxes over a photo: none uncovers it. */
export const photoBoxesSchema = v.pipe(
	v.array(photoBoxSchema, 'box'),
	v.maxLength(mostBoxes, 'boxes')
);

/** Where a box lies on a picture of so many pixels: whole pixels, rounded outwards, never beyond its edge. */
export function pixelsOf(
	{ x, y, width, height }: PhotoBox,
	picture: { width: number; height: number }
): { left: number; top: number; width: number; height: number } {
	const left = Math.min(picture.width - 1, Math.floor((x / 100) * picture.width));
	const top = Math.min(picture.height - 1, Math.floor((y / 100) * picture.height));
	const right = Math.min(picture.width, Math.ceil(((x + width) / 100) * picture.width));
	const bottom = Math.min(picture.height, Math.ceil(((y + height) / 100) * picture.height));
	return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
