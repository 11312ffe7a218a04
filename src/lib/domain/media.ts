/** Media: the recording and the photos of a need, the recording of an idea, those of answers to a survey. They travel after the words, named by the hash of their bytes. */
import * as v from 'valibot';

export const mostPhotos = 3;
export const mostRecordings = 1;
/** The most recordings with the answers to one survey: each belongs to one question. */
export const mostSpoken = 4;
/** Seconds after which a recording ends by itself. */
export const longestRecording = 90;
/** Pixels of a photo's longer side, as it is sent. */
export const longestSide = 1280;
/** Bytes of one recording or photo. */
export const largestMedia = 4 * 1024 * 1024;
/** The most bytes in one piece on its way. */
export const largestPiece = 1024 * 1024;

export const mediaTypes = {
	voice: [
		'audio/webm',
		'audio/ogg',
		'audio/mp4',
		'audio/mpeg',
		'audio/wav',
		'audio/aac',
		'audio/3gpp',
		'audio/amr'
	],
	photo: ['image/jpeg', 'image/png', 'image/webp']
} as const;

export type MediaRole = keyof typeof mediaTypes;
export type MediaType = (typeof mediaTypes)[MediaRole][number];

/** sha256 of bytes, base64url. */
export const contentHashSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/, 'media'));

const sizeSchema = v.pipe(
	v.number('media'),
	v.integer('media'),
	v.minValue(1, 'media'),
	v.maxValue(largestMedia + 16, 'media')
);

const item = <R extends MediaRole>(role: R) =>
	v.strictObject({
		sha256: contentHashSchema,
		size: v.pipe(sizeSchema, v.maxValue(largestMedia, 'media')),
		type: v.picklist(mediaTypes[role], 'media'),
		role: v.literal(role)
	});

/** What an envelope says of one recording or photo. */
const mediaItemSchema = v.variant('role', [item('voice'), item('photo')], 'media');

export type MediaItem = v.InferOutput<typeof mediaItemSchema>;

/** The media of a need: at most one recording and three photos. The same photo may stand there twice. */
export const mediaListSchema = v.pipe(
	v.array(mediaItemSchema, 'media'),
	v.check((list) => countOf(list, 'voice') <= mostRecordings, 'media'),
	v.check((list) => countOf(list, 'photo') <= mostPhotos, 'media')
);

/** One recording alone. */
export const voiceListSchema = voices(mostRecordings);

/** The recordings of what was answered to a survey. */
export const spokenListSchema = voices(mostSpoken);

function voices(most: number) {
	return v.pipe(v.array(item('voice'), 'media'), v.maxLength(most, 'media'));
}

/** Under which name a phone keeps the recording of an idea: that of its challenge while it is begun, then its own. */
export const ideaOwner = (of: string) => `idea ${of}`;

/** Under which name a phone keeps the recording that answers a question of a survey. */
export const answerOwner = (survey: string, question: string) => `answer ${survey} ${question}`;

/** What a sealed submission shows of its media: hash and size of the sealed bytes, in the order of the envelope's list. */
export const sealedMediaSchema = v.pipe(
	v.array(v.strictObject({ sha256: contentHashSchema, size: sizeSchema }), 'media'),
	v.maxLength(mostPhotos + mostRecordings, 'media')
);

export type SealedMedia = v.InferOutput<typeof sealedMediaSchema>;

/** What a need has beside its words, in short. */
export interface MediaMarks {
	voice: boolean;
	photos: number;
	/** Is all of it at the city? */
	isComplete: boolean;
}

/** Has the list a recording, so that the need may do without words? */
export function hasVoice(media: readonly { role: MediaRole }[]): boolean {
	return countOf(media, 'voice') > 0;
}

function countOf(media: readonly { role: MediaRole }[], role: MediaRole): number {
	return media.filter((each) => each.role === role).length;
}
