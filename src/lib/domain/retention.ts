/** For how long the city keeps what people told it; then a timer takes it. What is still open no timer takes. */
import * as v from 'valibot';
import { topics, type Topic } from './need.ts';

/**
 * What has a timer of its own, and from when it runs: `original` words and photos from their covering; `voice`, `photo` and
 * `words` from the city's last answer; `envelopes`, as other things than needs were sent, and `progress` from arrival; the words
 * of ideas from when staff did not publish them (`refusedIdeas`), or their challenge is public no more (`ideas`); `answers`, what
 * people wrote in surveys, from the survey's end.
 */
export const kept = [
	'original',
	'voice',
	'photo',
	'words',
	'refusedIdeas',
	'ideas',
	'answers',
	'envelopes',
	'progress'
] as const;

export type Kept = (typeof kept)[number];

/** What may be kept shorter or longer where a need is about one topic. */
export const keptByTopic = ['voice', 'photo', 'words'] as const satisfies Kept[];

/** Days for what was covered, months for all else. */
export const unitOf = (thing: Kept): 'days' | 'months' =>
	thing === 'original' ? 'days' : 'months';

/** A hundred years, in months; or three, in days. */
const longest = 1200;

/** null keeps it for ever. */
const time = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(longest)));

export const retentionSchema = v.object({
	times: v.object({
		original: time,
		voice: time,
		photo: time,
		words: time,
		// a city that chose its times before there were ideas and surveys has the usual ones for these
		refusedIdeas: v.optional(time, 12),
		ideas: v.optional(time, 60),
		answers: v.optional(time, 24),
		envelopes: time,
		progress: time
	}),
	/** Only what differs from `times`. */
	topics: v.record(
		v.picklist(topics),
		v.partial(v.object({ voice: time, photo: time, words: time }))
	)
});

export type Retention = v.InferOutput<typeof retentionSchema>;

/** What a city has that has chosen nothing. */
export const usualRetention: Retention = {
	times: {
		...{ original: 90, voice: 12, photo: 12, words: 60, envelopes: 60, progress: 24 },
		...{ refusedIdeas: 12, ideas: 60, answers: 24 }
	},
	topics: {}
};

/** Up to which instant something is kept; null for ever. `now` less the time, in UTC. */
export function keptSince(
	{ times, topics: own }: Retention,
	thing: Kept,
	now: Date,
	topic?: Topic
): Date | null {
	const special = topic && keptByTopic.find((each) => each === thing);
	const ofTopic = special && own[topic]?.[special];
	// null of a topic is for ever, and nothing is what all have
	const count = ofTopic === undefined ? times[thing] : ofTopic;
	if (count === null) return null;
	const since = new Date(now);
	if (unitOf(thing) === 'days') since.setUTCDate(since.getUTCDate() - count);
	else since.setUTCMonth(since.getUTCMonth() - count);
	return since;
}
