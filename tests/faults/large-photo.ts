/** A photo that needs several pieces to travel. */
import { randomBytes } from 'node:crypto';
import sharp from 'sharp';

/** A photo of nothing but noise, which no camera program makes much smaller. */
export async function aLargePhoto(): Promise<Buffer> {
	const [width, height] = [640, 480];
	const raw = { width, height, channels: 3 } as const;
	return sharp(randomBytes(width * height * 3), { raw })
		.jpeg()
		.toBuffer();
}
